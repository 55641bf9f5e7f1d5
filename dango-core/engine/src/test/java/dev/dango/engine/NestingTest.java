package dev.dango.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.spi.DataType;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many levels of objects and lists become columns and tables. */
class NestingTest {

    private static final String RECORD =
            "{\"id\":1,\"o\":{\"p\":{\"q\":1}},\"l\":[{\"m\":[{\"n\":[{\"z\":1}]}],\"k\":{\"kk\":[5]}}]}";

    /** How records come. */
    enum Form {
        JSON,
        MAP;

        Resource resource(ResourceSpec spec, String record) {
            byte[] utf8 = record.getBytes(UTF_8);
            return Resource.of(
                    spec,
                    (slice, context, out) -> {
                        if (this == JSON) {
                            out.json(utf8, 0, utf8.length);
                        } else {
                            out.row(map(utf8));
                        }
                    });
        }

        @SuppressWarnings("unchecked") // the keys of a JSON object are Strings
        private static Map<String, ?> map(byte[] utf8) {
            try {
                return new ObjectMapper().readValue(utf8, Map.class);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private void load(Resource resource) {
        assertThat(project.offering(resource).sync().failures()).isEmpty();
    }

    private List<String> columns() {
        return project.query(
                "SELECT table_name || '.' || column_name || ' ' || data_type FROM duckdb_columns() WHERE schema_name = 'raw_s' AND NOT starts_with(table_name, '_') AND NOT starts_with(column_name, '_') ORDER BY table_name, column_index");
    }

    private static ResourceSpec nesting(int levels) {
        return ResourceSpec.named("r").mode(WriteMode.APPEND).maxTableNesting(levels);
    }

    @ParameterizedTest
    @EnumSource
    void atNoneEverythingNestedIsJson(Form form) {
        load(form.resource(nesting(0), RECORD));
        assertThat(columns()).containsExactly("r.id BIGINT", "r.o JSON", "r.l JSON");
        assertThat(project.query("SELECT o->>'$.p.q', l->>'$[0].k.kk[0]' FROM r"))
                .containsExactly("1|5");
    }

    @ParameterizedTest
    @EnumSource
    void atOneLevel(Form form) {
        load(form.resource(nesting(1), RECORD));
        assertThat(columns())
                .containsExactly("r.id BIGINT", "r.o__p JSON", "r__l.m JSON", "r__l.k JSON");
    }

    @ParameterizedTest
    @EnumSource
    void atTwoLevels(Form form) {
        load(form.resource(nesting(2), RECORD));
        assertThat(columns())
                .containsExactly(
                        "r.id BIGINT", "r.o__p__q BIGINT", "r__l.k__kk JSON", "r__l__m.n JSON");
    }

    @ParameterizedTest
    @EnumSource
    void withoutLimit(Form form) {
        load(form.resource(ResourceSpec.named("r"), RECORD));
        assertThat(columns())
                .containsExactly(
                        "r.id BIGINT",
                        "r.o__p__q BIGINT",
                        "r__l__k__kk.value BIGINT",
                        "r__l__m__n.z BIGINT");
        assertThat(
                        project.query(
                                "SELECT count(*) FROM r__l JOIN r__l__m m ON m._dlt_parent_id = r__l._dlt_id"))
                .containsExactly("1");
    }

    @Test
    void rowsOfCellsAreAsFlatAsTheyAreDeclared() {
        TableSchema schema =
                TableSchema.empty().with("id", DataType.INTEGER).with("o", DataType.JSON);
        load(
                Resource.of(
                        nesting(1000).schema(schema),
                        (slice, context, out) ->
                                out.rows(schema).set(0, 1).set(1, "{\"p\":[1]}").endRow()));
        assertThat(columns()).containsExactly("r.id BIGINT", "r.o JSON");
    }

    @ParameterizedTest
    @EnumSource
    void aColumnDeclaredAsJsonIsKeptWhole(Form form) {
        TableSchema whole =
                TableSchema.empty().with("l", DataType.JSON).with("o__p", DataType.JSON);
        load(form.resource(ResourceSpec.named("r").schema(whole), RECORD));
        assertThat(columns()).containsExactly("r.l JSON", "r.o__p JSON", "r.id BIGINT");
        assertThat(project.query("SELECT o__p, l->>'$[0].k.kk[0]' FROM r"))
                .containsExactly("{\"q\":1}|5");
    }

    @ParameterizedTest
    @EnumSource
    void tablesStayWhenLessIsNested(Form form) {
        load(form.resource(nesting(1), RECORD));
        load(form.resource(nesting(0), RECORD));
        assertThat(project.query("SELECT count(*), count(o), count(l), count(o__p) FROM r"))
                .containsExactly("2|1|1|1");
        assertThat(project.query("SELECT count(*) FROM r__l")).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsJsonStaysJsonWhenMoreIsNested(Form form) {
        load(form.resource(nesting(0), RECORD));
        load(form.resource(nesting(2), RECORD));
        assertThat(columns()).containsExactly("r.id BIGINT", "r.o JSON", "r.l JSON");
        assertThat(project.query("SELECT count(o), count(l) FROM r")).containsExactly("2|2");
    }
}
