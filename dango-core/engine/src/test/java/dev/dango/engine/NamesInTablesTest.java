package dev.dango.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.WriteMode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that become the same are told of, and never mixed up silently. */
class NamesInTablesTest {

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private static Resource json(String name, String json) {
        byte[] utf8 = json.getBytes(UTF_8);
        return Resource.of(
                ResourceSpec.named(name).mode(WriteMode.APPEND),
                (slice, context, out) -> out.json(utf8, 0, utf8.length));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'A':1,'a':2} | a | \"A\" and \"a\" of table t share the column a",
                "{'a__b':2,'a':{'b':1}} | a__b | \"a__b\" and \"a.b\" of table t share the column a__b",
                "{'o':{'日本語':1,'中文':2}} | o__x | \"o.日本語\" and \"o.中文\" of table t share the column o__x",
                "{'K':[1],'k':[2]} | * | \"K\" and \"k\" of table t share the column k"
            })
    void fieldsThatShareAColumnAreTold(String record, String column, String told) {
        SourceReport report = project.offering(json("t", record.strip().replace('\'', '"'))).sync();
        assertThat(report.failures()).isEmpty();
        assertThat(report.warnings()).singleElement().asString().contains(told.strip());
        assertThat(project.query("SELECT count(" + column.strip() + ") FROM t"))
                .containsExactly("1");
    }

    @Test
    void fieldsOfNestedTablesAreToldAsWell() {
        SourceReport report = project.offering(json("t", "{\"l\":[{\"Key\":1,\"key\":2}]}")).sync();
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains("\"Key\" and \"key\" of table t__l share the column key");
    }

    @Test
    void resourcesThatWouldShareATableAreNotRead() {
        project.offering(
                json("My Things", "{\"id\":1}"),
                json("my_things", "{\"id\":2}"),
                json("other", "{\"id\":3}"));
        SourceReport report = project.sync();
        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.failures())
                .hasSize(2)
                .allSatisfy(
                        failure ->
                                assertThat(failure.message())
                                        .isEqualTo(
                                                "the resources \"My Things\" and \"my_things\" would share the table my_things, so none of them is read"));
        assertThat(project.query("SELECT id FROM other")).containsExactly("3");
        assertThat(
                        project.query(
                                "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'my_things'"))
                .containsExactly("0");
    }

    @Test
    void aListDoesNotGetTheTableOfAResource() {
        project.offering(json("a", "{\"b\":[1]}"), json("a__b", "{\"id\":1}"));
        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .isEqualTo(
                                                "a list in the records of table a needs the table a__b, which belongs to another resource"));
        assertThat(project.query("SELECT id FROM a__b")).containsExactly("1");
    }

    @Test
    void aResourceDoesNotGetTheTableOfAList() {
        project.offering(json("a", "{\"b\":[1]}"));
        assertThat(project.sync().failures()).isEmpty();
        project.offering(json("a", "{\"c\":1}"), json("a__b", "{\"id\":1}"));
        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .isEqualTo(
                                                "the table a__b of the resource \"a__b\" holds the lists of another table already"));
        assertThat(project.query("SELECT value FROM a__b")).containsExactly("1");
    }

    @Test
    void namesOfAnyKindBecomeColumns() {
        project.offering(
                Resource.of(
                        ResourceSpec.named("My Table-Name"),
                        (slice, context, out) ->
                                out.row(Map.of("userID", 1, "col (USD)", 2, " ", 3, "1st", 4))));
        assertThat(project.sync().failures()).isEmpty();
        assertThat(project.query("SELECT user_id, col_usdx, _empty, _1st FROM my_table_name"))
                .containsExactly("1|2|3|4");
    }
}
