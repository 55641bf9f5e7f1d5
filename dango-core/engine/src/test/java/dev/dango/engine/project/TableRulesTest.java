package dev.dango.engine.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema;
import dev.dango.spi.TableSchema.OnChange;
import dev.dango.spi.WriteMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sources.yml says about tables, over what connectors say. */
class TableRulesTest {

    private static final ResourceSpec DEALS =
            ResourceSpec.named("Deals").primaryKey("id").cursor(CursorSpec.timestamp("updated"));

    @TempDir Path folder;

    @Test
    void leavesWhatIsNotSaid() throws Exception {
        ResourceSpec deals = entry("").tables().apply(DEALS);
        assertThat(deals.mode()).isEqualTo(WriteMode.MERGE);
        assertThat(deals.primaryKey()).containsExactly("id");
        assertThat(deals.contract()).isEmpty();
        assertThat(deals.maxTableNesting()).isEmpty();
    }

    @Test
    void readsEverythingThatCanBeSaidAboutATable() throws Exception {
        SourceEntry entry =
                entry(
                        """
                            tables:
                              deals:
                                write_disposition: {disposition: merge, strategy: upsert}
                                primary_key: [account, number]
                                merge_key: day
                                max_table_nesting: 2
                                schema_contract: {columns: freeze, data_type: discard_value}
                                columns:
                                  amount: {data_type: decimal, precision: 18, scale: 2, nullable: false}
                                  raw: {nested: json}
                                  changed: {dedup_sort: asc}
                                  gone: {hard_delete: true}
                        """);
        ResourceSpec deals = entry.tables().apply(DEALS);
        assertThat(deals.mode()).isEqualTo(WriteMode.UPSERT);
        assertThat(deals.primaryKey()).containsExactly("account", "number");
        assertThat(deals.mergeKey()).containsExactly("day");
        assertThat(deals.maxTableNesting()).hasValue(2);
        assertThat(deals.contract())
                .contains(
                        new TableSchema.Contract(
                                OnChange.EVOLVE, OnChange.FREEZE, OnChange.DISCARD_VALUE));
        assertThat(deals.dedupSort()).contains(new ResourceSpec.DedupSort("changed", false));
        assertThat(deals.hardDelete()).contains("gone");
        assertThat(deals.schema().columns())
                .containsExactly(
                        new TableSchema.Column("amount", DataType.DECIMAL, 18, 2, false),
                        new TableSchema.Column("raw", DataType.JSON, 38, 9, true));
    }

    @Test
    void aRuleForAllTablesGivesWayToTheConnectorAndToARuleForTheTable() throws Exception {
        TableRules rules =
                entry(
                                """
                                    max_table_nesting: 3
                                    schema_contract: freeze
                                    tables: {deals: {nested: json, schema_contract: evolve}}
                                """)
                        .tables();
        assertThat(rules.apply(DEALS).maxTableNesting()).hasValue(0);
        assertThat(rules.apply(DEALS).contract()).contains(TableSchema.Contract.EVOLVE);
        ResourceSpec other = rules.apply(ResourceSpec.named("other"));
        assertThat(other.maxTableNesting()).hasValue(3);
        assertThat(other.contract().orElseThrow().tables()).isEqualTo(OnChange.FREEZE);
        assertThat(rules.apply(ResourceSpec.named("o").maxTableNesting(1)).maxTableNesting())
                .hasValue(1);
    }

    @Test
    void saysWhatIsWrongAndWhere() throws Exception {
        assertThat(
                        file(
                                        """
                                            max_table_nesting: many
                                            tables:
                                              deals: {write_dispositon: merge, columns: {a: {data_type: number}}}
                                              notes: {schema_contract: {columns: thaw}}
                                        """)
                                .problems()
                                .stream()
                                .map(SourceProblem::message))
                .hasSize(4)
                .anyMatch(text -> text.contains("\"max_table_nesting\" must be a number of levels"))
                .anyMatch(
                        text ->
                                text.contains("\"tables.deals\" has the unknown key")
                                        && text.contains("did you mean \"write_disposition\"?"))
                .anyMatch(
                        text ->
                                text.contains(
                                        "\"tables.deals.columns.a.data_type\" must be one of"))
                .anyMatch(
                        text ->
                                text.contains(
                                        "\"tables.notes.schema_contract.columns\" must be one of"));
    }

    @Test
    void findsRulesForTablesThatAreNotThere() throws Exception {
        TableRules rules =
                entry(
                                """
                                    tables: {contacts: {nested: json}, Deal: {nested: json}}
                                """)
                        .tables();
        assertThat(rules.strayTables(List.of("Contacts", "Deals")))
                .containsExactly(
                        "sources.yml has rules for the table \"Deal\", which is not read; did you"
                                + " mean \"Deals\"?");
    }

    private SourceEntry entry(String rules) throws Exception {
        return file(rules).require("crm");
    }

    private SourcesFile file(String rules) throws Exception {
        Project project = NewProject.create(folder, "test").project();
        Files.writeString(
                project.sourcesFile(),
                "version: \"1.0\"\nsources:\n  - name: crm\n    type: hubspot\n" + rules);
        return SourcesFile.read(project);
    }
}
