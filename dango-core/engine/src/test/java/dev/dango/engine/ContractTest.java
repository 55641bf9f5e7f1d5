package dev.dango.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.FileFormat;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema;
import dev.dango.spi.TableSchema.Contract;
import dev.dango.spi.TableSchema.OnChange;
import dev.dango.spi.WriteMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to records that do not fit the tables that are there. */
class ContractTest {

    private static final ResourceSpec T = ResourceSpec.named("t").mode(WriteMode.APPEND);

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeTable() {
        project = new TestProject(folder);
        load(T, "[{\"id\":1,\"k\":1}]");
    }

    private static Resource json(ResourceSpec spec, String json) {
        byte[] utf8 = json.getBytes(UTF_8);
        return Resource.of(spec, (slice, context, out) -> out.json(utf8, 0, utf8.length));
    }

    private SourceReport load(ResourceSpec spec, String json) {
        SourceReport report = project.offering(json(spec, json)).sync();
        assertThat(report.failures()).isEmpty();
        return report;
    }

    /** Loads into the frozen table; answers the one sentence. */
    private String refused(ResourceSpec spec, String json) {
        SourceReport report = project.offering(json(spec, json)).sync();
        assertThat(report.failures()).hasSize(1);
        assertThat(report.status()).isEqualTo(Status.FAILED);
        assertThat(project.query("SELECT id FROM t")).containsExactly("1");
        return report.failures().get(0).message();
    }

    private static ResourceSpec tables(OnChange change) {
        return T.contract(new Contract(change, OnChange.EVOLVE, OnChange.EVOLVE));
    }

    private static ResourceSpec columns(OnChange change) {
        return T.contract(new Contract(OnChange.EVOLVE, change, OnChange.EVOLVE));
    }

    private static ResourceSpec types(OnChange change) {
        return T.contract(new Contract(OnChange.EVOLVE, OnChange.EVOLVE, change));
    }

    private static TableReport of(SourceReport report, String table) {
        return report.tables().stream()
                .filter(candidate -> candidate.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private List<String> rejects() {
        return project.query(
                "SELECT table_name, column_name, reason, value, expected_type, found_type FROM _dango_rejects ORDER BY ALL");
    }

    // ---- new columns -----------------------------------------------------------------------

    private static final String NEW_COLUMN = "[{\"id\":2,\"new\":\"x\"},{\"id\":3}]";

    @Test
    void aNewColumnIsAddedUnlessSaidOtherwise() {
        load(columns(OnChange.EVOLVE), NEW_COLUMN);
        assertThat(project.query("SELECT id, new FROM t ORDER BY 1"))
                .containsExactly("1|null", "2|x", "3|null");
    }

    @Test
    void aNewColumnFailsAFrozenTable() {
        assertThat(refused(columns(OnChange.FREEZE).primaryKey("id"), NEW_COLUMN))
                .isEqualTo(
                        "the record with id 2 brings the new column new with the value \"x\" (text), but the columns of table t are frozen");
        load(columns(OnChange.EVOLVE), NEW_COLUMN);
        assertThat(project.query("SELECT id FROM t ORDER BY 1")).containsExactly("1", "2", "3");
    }

    @Test
    void aRecordWithANewColumnIsDiscarded() {
        TableReport report = of(load(columns(OnChange.DISCARD_ROW), NEW_COLUMN), "t");
        assertThat(project.query("SELECT id FROM t ORDER BY 1")).containsExactly("1", "3");
        assertThat(rejects()).containsExactly("t|new|new column|x|null|text");
        assertThat(project.query("SELECT record FROM _dango_rejects"))
                .containsExactly("{\"id\":2,\"new\":\"x\"}");
        assertThat(List.of(report.read(), report.inserted(), report.rejected()))
                .containsExactly(2L, 1L, 1L);
    }

    @Test
    void theValueOfANewColumnIsDiscarded() {
        TableReport report = of(load(columns(OnChange.DISCARD_VALUE), NEW_COLUMN), "t");
        assertThat(project.query("SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM t ORDER BY 1"))
                .containsExactly("1|1", "2|null", "3|null");
        assertThat(rejects()).containsExactly("t|new|new column|x|null|text");
        assertThat(report.rejected()).isEqualTo(1);
    }

    @Test
    void columnsOfNestedObjectsAreColumnsToo() {
        load(columns(OnChange.DISCARD_VALUE), "[{\"id\":2,\"o\":{\"a\":{\"b\":true}}}]");
        assertThat(rejects()).containsExactly("t|o__a__b|new column|true|null|bool");
    }

    @Test
    void whatTheUserDeclaresMayCome() {
        TableSchema declared = TableSchema.empty().with("new", DataType.TEXT);
        project.declaring("t", declared);
        load(columns(OnChange.FREEZE).schema(declared), NEW_COLUMN);
        assertThat(project.query("SELECT new FROM t WHERE id = 2")).containsExactly("x");
    }

    @Test
    void whatTheConnectorDeclaresIsNewAllTheSame() {
        TableSchema declared =
                TableSchema.empty().with("id", DataType.INTEGER).with("new", DataType.TEXT);
        project.offering(
                Resource.of(
                        columns(OnChange.DISCARD_ROW).schema(declared),
                        (slice, context, out) -> {
                            var rows = out.rows(declared);
                            rows.set(0, 2).set(1, "x").endRow();
                            rows.set(0, 3).endRow();
                        }));
        assertThat(project.sync().failures()).isEmpty();
        assertThat(project.query("SELECT id FROM t ORDER BY 1")).containsExactly("1", "3");
        assertThat(project.query("SELECT record FROM _dango_rejects"))
                .containsExactly("{\"id\":2,\"new\":\"x\"}");
    }

    // ---- other types -----------------------------------------------------------------------

    private static final String OTHER_TYPE = "[{\"k\":1,\"id\":\"abc\"}]";

    @Test
    void anotherTypeMakesAVariantUnlessSaidOtherwise() {
        load(types(OnChange.EVOLVE), OTHER_TYPE);
        assertThat(project.query("SELECT id, id__v_text FROM t ORDER BY 1"))
                .containsExactly("1|null", "null|abc");
    }

    @Test
    void anotherTypeFailsAFrozenTable() {
        assertThat(refused(types(OnChange.FREEZE), OTHER_TYPE))
                .isEqualTo(
                        "record 1 of those read has the value \"abc\" (text) for column id (bigint), but the types of table t are frozen");
    }

    @Test
    void aRecordWithAnotherTypeIsDiscarded() {
        load(types(OnChange.DISCARD_ROW), OTHER_TYPE);
        assertThat(project.query("SELECT id FROM t")).containsExactly("1");
        assertThat(rejects()).containsExactly("t|id|other type|abc|bigint|text");
    }

    @Test
    void aValueOfAnotherTypeIsDiscarded() {
        load(types(OnChange.DISCARD_VALUE), OTHER_TYPE);
        assertThat(project.query("SELECT id, k FROM t ORDER BY 1"))
                .containsExactly("1|1", "null|1");
        assertThat(rejects()).containsExactly("t|id|other type|abc|bigint|text");
    }

    @Test
    void aVariantThatIsThereTakesValues() {
        load(T, OTHER_TYPE);
        load(types(OnChange.FREEZE), "[{\"id\":\"def\"}]");
        assertThat(project.query("SELECT id__v_text FROM t ORDER BY 1 NULLS FIRST"))
                .containsExactly("null", "abc", "def");
    }

    @Test
    void aValueThatCanBeConvertedFits() {
        load(types(OnChange.FREEZE), "[{\"id\":\"5\",\"k\":2.0}]");
        assertThat(project.query("SELECT id, k FROM t ORDER BY 1")).containsExactly("1|1", "5|2");
    }

    // ---- new tables ------------------------------------------------------------------------

    private static final String NEW_LIST = "[{\"id\":4,\"l\":[{\"a\":1}],\"e\":[]}]";

    @Test
    void aListMakesATableUnlessSaidOtherwise() {
        load(tables(OnChange.EVOLVE), NEW_LIST);
        assertThat(project.query("SELECT a FROM t__l")).containsExactly("1");
    }

    @Test
    void aListFailsFrozenTables() {
        assertThat(refused(tables(OnChange.FREEZE).primaryKey("id"), NEW_LIST))
                .isEqualTo(
                        "the record with id 4 needs the new table t__l for the list [{\"a\":1}], but new tables are frozen");
    }

    @ParameterizedTest
    @EnumSource(
            value = OnChange.class,
            names = {"DISCARD_ROW", "DISCARD_VALUE"})
    void aListIsDiscardedAndItsRecordKept(OnChange change) {
        TableReport report = of(load(tables(change), NEW_LIST), "t");
        assertThat(project.query("SELECT id FROM t ORDER BY 1")).containsExactly("1", "4");
        assertThat(rejects()).containsExactly("t__l|null|new table|[{\"a\":1}]|null|json");
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(project.query("SELECT count(*) FROM duckdb_tables() WHERE table_name = 't__l'"))
                .containsExactly("0");
    }

    @Test
    void aNewResourceFailsFrozenTables() {
        ResourceSpec other = ResourceSpec.named("t2").contract(frozen(OnChange.FREEZE));
        assertThat(refused(other, "[{\"id\":1}]"))
                .isEqualTo("table t2 is new, and the tables of the source are frozen");
    }

    @ParameterizedTest
    @EnumSource(
            value = OnChange.class,
            names = {"DISCARD_ROW", "DISCARD_VALUE"})
    void theRecordsOfANewResourceAreDiscarded(OnChange change) {
        ResourceSpec other =
                ResourceSpec.named("t2")
                        .contract(frozen(change))
                        .schema(TableSchema.empty().with("id", DataType.INTEGER));
        TableReport report = of(load(other, "[{\"id\":1,\"l\":[2]},{\"id\":2}]"), "t2");
        assertThat(List.of(report.read(), report.rejected(), report.total()))
                .containsExactly(2L, 2L, 0L);
        assertThat(rejects())
                .containsExactly(
                        "t2|null|new table|null|null|null", "t2|null|new table|null|null|null");
        assertThat(project.query("SELECT count(*) FROM duckdb_tables() WHERE table_name = 't2'"))
                .containsExactly("0");
    }

    private static Contract frozen(OnChange change) {
        return new Contract(change, change, change);
    }

    @Test
    void aSourceThatIsNewMakesItsTablesOnce() {
        TestProject fresh = new TestProject(folder.resolve("fresh"));
        ResourceSpec spec = T.contract(frozen(OnChange.FREEZE));
        fresh.offering(json(spec, "[{\"id\":1,\"l\":[{\"a\":1}]},{\"id\":2,\"n\":\"x\"}]"));
        assertThat(fresh.sync().failures()).isEmpty();
        assertThat(fresh.query("SELECT id, n FROM t ORDER BY 1")).containsExactly("1|null", "2|x");

        fresh.offering(json(spec, "[{\"id\":3,\"l\":[{\"b\":1}]}]"));
        assertThat(fresh.sync().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("column b"));
    }

    // ---- nested tables ---------------------------------------------------------------------

    @Test
    void nestedTablesInheritTheContract() {
        load(T, "[{\"id\":2,\"l\":[{\"a\":1,\"m\":[{\"z\":1}]}]}]");
        load(
                T.contract(frozen(OnChange.DISCARD_ROW)),
                "[{\"id\":3,\"l\":[{\"a\":2,\"m\":[{\"z\":2}]},{\"a\":\"x\",\"m\":[{\"z\":3}]},{\"a\":4,\"b\":1,\"c\":2},{\"a\":5}]}]");
        assertThat(project.query("SELECT a FROM t__l ORDER BY 1")).containsExactly("1", "2", "5");
        assertThat(project.query("SELECT z FROM t__l__m ORDER BY 1")).containsExactly("1", "2");
        assertThat(rejects())
                .containsExactly(
                        "t__l|a|other type|x|bigint|text", "t__l|b|new column|1|null|bigint");
    }

    // ---- what is around it -----------------------------------------------------------------

    @Test
    void onlyTheFrozenResourceFails() {
        project.offering(
                json(columns(OnChange.FREEZE), NEW_COLUMN),
                json(ResourceSpec.named("other"), "[{\"id\":1}]"));
        SourceReport report = project.sync();
        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.failures().get(0).resource()).contains("t");
        assertThat(project.query("SELECT id FROM t")).containsExactly("1");
        assertThat(project.query("SELECT id FROM other")).containsExactly("1");
    }

    @Test
    void nothingOfAFrozenResourceIsLoadedNotEvenWhatWasCheckpointed() {
        ResourceSpec spec = columns(OnChange.FREEZE).cursor(CursorSpec.opaque());
        project.offering(
                Resource.of(
                        spec,
                        (slice, context, out) -> {
                            out.row(Map.of("id", 2));
                            context.cursor().advanceTo("1");
                            out.checkpoint();
                            out.row(Map.of("id", 3, "new", "x"));
                        }));
        assertThat(project.sync().failures()).hasSize(1);
        assertThat(project.query("SELECT id FROM t")).containsExactly("1");
        assertThat(project.query("SELECT count(*) FROM _dlt_loads")).containsExactly("1");
    }

    @Test
    void aDiscardedRecordMovesTheCursor() {
        ResourceSpec spec = columns(OnChange.DISCARD_ROW).cursor(CursorSpec.number("id"));
        load(spec, "[{\"id\":2},{\"id\":3,\"new\":\"x\"}]");
        load(spec, "[{\"id\":3,\"new\":\"x\"},{\"id\":4}]");
        assertThat(project.query("SELECT id FROM t ORDER BY 1")).containsExactly("1", "2", "4");
        assertThat(project.query("SELECT count(*) FROM _dango_rejects")).containsExactly("1");
    }

    @Test
    void aLimitCountsOnlyRecordsThatAreKept() {
        project.offering(
                json(
                        columns(OnChange.DISCARD_ROW),
                        "[{\"id\":2,\"new\":1},{\"id\":3},{\"id\":4,\"new\":1},{\"id\":5},{\"id\":6,\"new\":1}]"));
        SyncOptions two = SyncOptions.DEFAULT.limit(2);
        assertThat(project.sync(two).failures()).isEmpty();
        assertThat(project.query("SELECT id FROM t ORDER BY 1")).containsExactly("1", "3", "5");
        assertThat(project.query("SELECT count(*) FROM _dango_rejects")).containsExactly("2");
    }

    @Test
    void allIsCountedAndTenThousandAreKept() {
        int records = 10_500;
        project.offering(
                Resource.of(
                        columns(OnChange.DISCARD_ROW),
                        (slice, context, out) -> {
                            for (int i = 0; i < records; i++) {
                                out.row(Map.of("id", i, "new", i));
                            }
                        }));
        assertThat(of(project.sync(), "t").rejected()).isEqualTo(records);
        assertThat(project.query("SELECT count(*) FROM _dango_rejects")).containsExactly("10000");
    }

    @Test
    void rejectsOfATableThatIsReplacedAreThoseOfItsRows() {
        ResourceSpec spec = columns(OnChange.DISCARD_ROW).mode(WriteMode.REPLACE);
        load(spec, NEW_COLUMN);
        load(spec, "[{\"id\":7},{\"id\":8,\"other\":2}]");
        assertThat(rejects()).containsExactly("t|other|new column|2|null|bigint");
    }

    // ---- files -----------------------------------------------------------------------------

    private Resource files(Contract contract, String... contents) {
        ResourceSpec spec = ResourceSpec.named("f").mode(WriteMode.APPEND).contract(contract);
        return Resource.of(
                spec,
                (slice, context, out) -> {
                    for (int i = 0; i < contents.length; i++) {
                        Path file = folder.resolve("file" + i + ".json");
                        Files.writeString(file, contents[i]);
                        out.file(file, FileFormat.JSON, Map.of(), Map.of());
                    }
                });
    }

    @Test
    void filesKeepToAFrozenTable() {
        assertThat(project.offering(files(Contract.EVOLVE, "{\"id\":1}")).sync().failures())
                .isEmpty();
        Contract frozen = frozen(OnChange.FREEZE);

        project.offering(files(frozen, "{\"id\":2}", "{\"id\":3,\"new\":\"x\"}"));
        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .isEqualTo(
                                                "file1.json brings the new column new (VARCHAR), but the columns of table f are frozen"));

        project.offering(files(frozen, "{\"id\":2}", "{\"id\":\"abc\"}"));
        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .isEqualTo(
                                                "file1.json has the value \"abc\" for column id (BIGINT), but the types of table f are frozen"));

        assertThat(project.offering(files(frozen, "{\"id\":2}")).sync().failures()).isEmpty();
        assertThat(project.query("SELECT id FROM f ORDER BY 1")).containsExactly("1", "2");
    }
}
