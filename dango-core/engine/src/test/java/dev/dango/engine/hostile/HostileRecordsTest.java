package dev.dango.engine.hostile;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import dev.dango.engine.report.SourceReport;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.RowWriter;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRecordsTest {

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder.resolve("project"));
    }

    private static Resource pushing(ResourceSpec spec, Consumer<RecordSink> push) {
        return Resource.of(spec, (slice, context, out) -> push.accept(out));
    }

    private static Resource json(ResourceSpec spec, byte[] utf8) {
        return pushing(spec, out -> out.json(utf8, 0, utf8.length));
    }

    private static ResourceSpec added(String name) {
        return ResourceSpec.named(name).mode(WriteMode.APPEND);
    }

    private SourceReport push(String json) {
        return project.offering(json(added("t"), json.getBytes(UTF_8))).sync();
    }

    private SourceReport load(String json) {
        SourceReport report = push(json);
        assertThat(report.failures()).isEmpty();
        return report;
    }

    private void assertRefused(SourceReport report, String reason) {
        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .contains(reason)
                                        .doesNotContain(
                                                "unexpectedly", "Exception", "StreamRead", "\n"));
    }

    private static String nested(int levels, String open, String core, String close) {
        return open.repeat(levels) + core + close.repeat(levels);
    }

    // ---- what is no JSON

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>Sorry</html> | Unexpected character ('<'",
                "[{\"a\":1},{\"a\": | Unexpected end-of-input",
                "{\"a\":1}{\"a\":2} | more than one value",
                "{\"a\":01} | Leading zeroes",
                "{\"a\":NaN} | 'NaN'",
                "{'a':1} | double-quote",
                "{\"\\ud800\":1} | surrogate"
            })
    void whatIsNoJsonIsRefusedInASentence(String text, String reason) {
        assertRefused(push(text), reason);
    }

    @Test
    void whatIsNotUtf8IsRefusedInASentence() {
        byte[][] texts = {
            {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'},
            {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
            {'{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'},
            "[{\"a\":\"b\"}]".getBytes(UTF_16BE)
        };
        for (byte[] text : texts) {
            assertRefused(
                    project.offering(json(added("t"), text)).sync(),
                    "the answer is not the JSON it should be: ");
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstRecord() {
        ResourceSpec spec = added("t").cursor(CursorSpec.timestamp("at")).primaryKey("id");
        String text =
                "\ufeff[{\"id\":1,\"at\":\"2024-01-01T00:00:00Z\"},{\"id\":2,\"at\":\"2024-01-01T00:00:00Z\"}]";
        for (int sync = 0; sync < 2; sync++) {
            assertThat(project.offering(json(spec, text.getBytes(UTF_8))).sync().failures())
                    .isEmpty();
        }
        assertThat(project.query("SELECT id FROM t ORDER BY 1")).containsExactly("1", "2");
    }

    // ---- numbers

    @ParameterizedTest
    @CsvSource({
        "0.5, DOUBLE",
        "-0.0, DOUBLE",
        "0.30000000000000004, DOUBLE",
        "0.10000000000000001, DOUBLE",
        "0.1000000000000000055511151231257827021181583404541015625, DOUBLE",
        "1e308, DOUBLE",
        "4.9e-324, DOUBLE",
        "2.5e-5, DOUBLE",
        "0.1234567890123456789012345678901234567890, VARCHAR",
        "3e-324, VARCHAR",
        "1e-400, VARCHAR",
        "1e400, VARCHAR",
        "1e999999999, VARCHAR",
        "1e99999999999, VARCHAR",
        "-1e-99999999999, VARCHAR",
        "10000000000000000000000000000000000000000, VARCHAR",
        "1e37, DOUBLE",
        "12345678901234567890.5, 'DECIMAL(38,9)'",
        "-0, BIGINT"
    })
    void aNumberKeepsItsValue(String number, String type) {
        load("{\"a\":" + number + "}");
        assertThat(project.query("SELECT typeof(a) FROM t")).containsExactly(type);
        String stored = project.query("SELECT a::VARCHAR FROM t").get(0);
        if (number.contains("99999999999")) {
            assertThat(stored).isEqualTo(number);
        } else if (type.equals("DOUBLE")) {
            assertThat(Double.parseDouble(stored)).isEqualTo(Double.parseDouble(number));
        } else {
            assertThat(new BigDecimal(stored)).isEqualByComparingTo(number);
        }
    }

    @Test
    void aNumberThatFitsNoColumnGoesBesideIt() {
        load(
                "[{\"a\":12345678901234567890},{\"a\":1e999999999},{\"a\":1e-4000},{\"a\":0.25},{\"a\":\"1e9999\"}]");
        assertThat(project.query("SELECT a, a__v_text, a__v_double FROM t"))
                .containsExactly(
                        "12345678901234567890|null|null",
                        "null|1E+999999999|null",
                        "null|1E-4000|null",
                        "null|null|0.25",
                        "null|1e9999|null");
    }

    @Test
    void aNumberOfTooManyDigitsIsRefused() {
        assertRefused(
                push("{\"a\":" + "9".repeat(20_000) + "}"),
                "Number value length (20000) exceeds the maximum allowed (10000)");
    }

    @Test
    void aDecimalThatWouldFillMemoryGoesBesideItsColumn() {
        TableSchema schema =
                TableSchema.empty().with("a", DataType.DECIMAL).with("b", DataType.INTEGER);
        BigDecimal huge = new BigDecimal("1e999999999");
        BigDecimal tiny = new BigDecimal("-1e-999999999");
        project.offering(
                pushing(
                        added("t").schema(schema),
                        out -> {
                            out.row(Map.of("a", huge, "b", tiny));
                            out.row(Map.of("a", tiny, "b", huge));
                        }));
        assertThat(project.sync().failures()).isEmpty();
        assertThat(project.query("SELECT a, b, a__v_text, b__v_text FROM t"))
                .containsExactly(
                        "null|null|1E+999999999|-1E-999999999",
                        "null|null|-1E-999999999|1E+999999999");
    }

    @Test
    void jsonColumnsKeepWhatStandsInThem() {
        TableSchema schema = TableSchema.empty().with("j", DataType.JSON);
        String numbers =
                "[1e400,-0,-0.0,0.1234567890123456789012345678901234567890,1e99999999999,"
                        + "9".repeat(2_000)
                        + "]";
        String deep = nested(450, "[", "1", "]");
        String twice = "{\"a\":1,\"a\":2,\"\":3,\"\\u0000\":\"\\u0000\"}";
        project.offering(
                json(
                        added("t").schema(schema),
                        "[{\"j\":%s},{\"j\":%s},{\"j\":%s}]"
                                .formatted(numbers, deep, twice)
                                .getBytes(UTF_8)));
        assertThat(project.sync().failures()).isEmpty();
        assertThat(project.query("SELECT j::VARCHAR FROM t")).containsExactly(numbers, deep, twice);
    }

    @Test
    void textThatIsNoJsonIsButATextInAJsonColumn() {
        TableSchema schema = TableSchema.empty().with("j", DataType.JSON);
        List<String> texts = List.of("", "{", "01", "NaN", "{\"a\":\"\\ud800\"}", "\ufeff1");
        project.offering(
                pushing(
                        added("maps").schema(schema),
                        out -> texts.forEach(text -> out.row(Map.of("j", text)))),
                pushing(
                        added("cells"),
                        out -> {
                            RowWriter rows = out.rows(schema);
                            texts.forEach(text -> rows.set(0, text).endRow());
                        }));
        assertThat(project.sync().failures()).isEmpty();
        for (String table : List.of("maps", "cells")) {
            assertThat(project.query("SELECT j->>'$' FROM " + table))
                    .as(table)
                    .containsExactlyElementsOf(texts);
        }
    }

    // ---- texts

    @Test
    void textsKeepEveryCharacter() {
        String text = "a\0b\r\n\t\"'\\;--\u0001\u007f\u2028\ufeff\ud83d\ude00\uffff";
        load(
                "{\"a\":\"a\\u0000b\\r\\n\\t\\\"'\\\\;--\\u0001\u007f\u2028\ufeff\ud83d\ude00\uffff\"}");
        assertThat(project.query("SELECT a FROM t")).containsExactly(text);
        TableSchema schema = TableSchema.empty().with("a", DataType.TEXT);
        project.offering(
                pushing(added("maps"), out -> out.row(Map.of("a", text))),
                pushing(added("cells"), out -> out.rows(schema).set(0, text).endRow()),
                pushing(
                        added("bytes"),
                        out -> out.rows(schema).set(0, text.getBytes(UTF_8)).endRow()));
        assertThat(project.sync().failures()).isEmpty();
        for (String table : List.of("maps", "cells", "bytes")) {
            assertThat(project.query("SELECT a FROM " + table)).as(table).containsExactly(text);
        }
    }

    @Test
    void halfACharacterIsTold() {
        TableSchema schema = TableSchema.empty().with("a", DataType.TEXT).with("j", DataType.JSON);
        byte[] json = "{\"a\":\"x\\ud800y\",\"j\":[\"\\udc00\"]}".getBytes(UTF_8);
        project.offering(
                json(added("documents").schema(schema), json),
                pushing(
                        added("maps").schema(schema),
                        out -> out.row(Map.of("a", "x\ud800y", "j", List.of("\udc00")))),
                pushing(
                        added("cells").schema(schema),
                        out ->
                                out.rows(schema)
                                        .set(0, "x\ud800y")
                                        .set(1, "[\"\udc00\"]")
                                        .endRow()));
        SourceReport report = project.sync();
        assertThat(report.failures()).isEmpty();
        for (String table : List.of("documents", "maps", "cells")) {
            assertThat(project.query("SELECT a, j::VARCHAR FROM " + table))
                    .as(table)
                    .containsExactly("x\ufffdy|[\"\ufffd\"]");
            assertThat(report.warnings())
                    .contains(
                            "texts in column a of table %s hold half a character, which cannot be stored; U+FFFD stands in its place"
                                    .formatted(table));
        }
    }

    @Test
    void bytesThatAreNoTextAreRefusedInASentence() {
        TableSchema schema = TableSchema.empty().with("a", DataType.TEXT);
        project.offering(
                pushing(
                        added("t"),
                        out ->
                                out.rows(schema)
                                        .set(0, new byte[] {'x', (byte) 0xff, (byte) 0xc3})
                                        .endRow()));
        assertRefused(project.sync(), "a text for table t is not in UTF-8");
    }

    // ---- times

    @Test
    void timesBeyondAllColumnsAreKeptAsText() {
        TableSchema schema =
                TableSchema.empty()
                        .with("a", DataType.TIMESTAMP)
                        .with("b", DataType.LOCAL_TIMESTAMP)
                        .with("c", DataType.DATE);
        Map<String, Object> last =
                Map.of("a", Instant.MAX, "b", LocalDateTime.MAX, "c", LocalDate.MAX);
        project.offering(
                pushing(added("maps").schema(schema), out -> out.row(last)),
                pushing(
                        added("cells").schema(schema),
                        out ->
                                out.rows(schema)
                                        .set(0, Instant.MAX)
                                        .set(1, LocalDateTime.MAX)
                                        .set(2, LocalDate.MAX)
                                        .endRow()));
        assertThat(project.sync().failures()).isEmpty();
        for (String table : List.of("maps", "cells")) {
            assertThat(
                            project.query(
                                    "SELECT a, b, c, a__v_text, b__v_text, c__v_text FROM "
                                            + table))
                    .as(table)
                    .containsExactly(
                            "null|null|null|%s|%s|%s"
                                    .formatted(Instant.MAX, LocalDateTime.MAX, LocalDate.MAX));
        }
    }

    // ---- keys

    @Test
    void keysOfAnyKindBecomeColumns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("", "_empty");
        columns.put("\0", "x");
        columns.put("\u0001y", "_y");
        columns.put("\ud83d\ude00z", "_z");
        columns.put("select", "select");
        columns.put("order", "order");
        columns.put("a\"b", "a_b");
        columns.put("c'd", "c_d");
        columns.put("e;--f", "e_f");
        columns.put("../../g", "_g");
        columns.put("value", "value");
        columns.put("rowid", "rowid");
        columns.put("_dango_seq", "_dango_seq");
        columns.put("_dango_record", "_dango_record");
        columns.put("__dango_seq", "dango_seq");
        columns.put("h); DROP TABLE t; --", "h_drop_table_txxx");
        columns.put("n".repeat(300), "n".repeat(300));
        columns.put("k".repeat(60_000), "k".repeat(60_000));
        Map<String, Object> record = new LinkedHashMap<>(Map.of("id", 1));
        columns.keySet().forEach(key -> record.put(key, "of " + key));
        for (WriteMode mode :
                List.of(WriteMode.APPEND, WriteMode.REPLACE, WriteMode.MERGE, WriteMode.SCD2)) {
            String name = mode.name();
            project.offering(
                    pushing(
                            ResourceSpec.named(name).mode(mode).primaryKey("id"),
                            out -> out.row(record)));
            assertThat(project.sync().failures()).as(name).isEmpty();
            columns.forEach(
                    (key, column) ->
                            assertThat(
                                            project.query(
                                                    "SELECT \"%s\" FROM %s"
                                                            .formatted(column, name)))
                                    .as(name + " " + column)
                                    .containsExactly("of " + key));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPEND", "REPLACE", "MERGE", "UPSERT", "INSERT_ONLY", "SCD2"})
    void namesThatDangoKeepsForItselfAreTold(WriteMode mode) {
        project.offering(
                json(
                        ResourceSpec.named("t").mode(mode).primaryKey("id"),
                        ("{\"id\":1,\"_dlt_load_id\":2,\"_dlt_parent_id\":3,\"_dlt_root_id\":4,\"_dlt_list_idx\":5,\"_dlt_record\":6,"
                                        + "\"_dlt_valid_from\":7,\"_dlt_other\":{\"x\":8},"
                                        + "\"l\":[{\"_dlt_list_idx\":\"x\",\"_dlt_parent_id\":9,\"_dlt_id\":10,\"a\":1}]}")
                                .getBytes(UTF_8)));
        SourceReport report = project.sync();
        assertThat(report.failures()).isEmpty();
        assertThat(report.warnings())
                .hasSize(9)
                .contains(
                        "field _dlt_load_id of table t was left out: names that begin with _dlt_ are kept for what Dango adds",
                        "field _dlt_other__x of table t was left out: names that begin with _dlt_ are kept for what Dango adds",
                        "field _dlt_list_idx of table t__l was left out: names that begin with _dlt_ are kept for what Dango adds");
        assertThat(project.query("SELECT id FROM t")).containsExactly("1");
        assertThat(
                        project.query(
                                "SELECT a, _dlt_list_idx, l._dlt_id FROM t__l l JOIN t ON l._dlt_parent_id = t._dlt_id"))
                .containsExactly("1|0|10");
    }

    @Test
    void anIdThatARecordBringsIsTextWhateverItCameAs() {
        TableSchema schema =
                TableSchema.empty().with("_dlt_id", DataType.INTEGER).with("a", DataType.INTEGER);
        project.offering(
                json(added("documents"), "[{\"_dlt_id\":5,\"a\":1},{\"a\":2}]".getBytes(UTF_8)),
                pushing(
                        added("cells").schema(schema),
                        out -> {
                            out.rows(schema).set(0, 5L).set(1, 1L).endRow();
                            out.rows(schema).set(1, 2L).endRow();
                        }));
        assertThat(project.sync().failures()).isEmpty();
        for (String table : List.of("documents", "cells")) {
            assertThat(
                            project.query(
                                    "SELECT a, if(a = 1, _dlt_id, length(_dlt_id)::VARCHAR) FROM %s ORDER BY 1"
                                            .formatted(table)))
                    .as(table)
                    .containsExactly("1|5", "2|14");
        }
    }

    @Test
    void aFieldThatComesTwiceIsTold() {
        SourceReport report =
                load(
                        "[{\"a\":1,\"a\":2},{\"a\":3,\"a\":\"x\"},{\"o\":{\"b\":1},\"o\":{\"b\":2}},{\"l\":[{\"c\":1,\"c\":2}]},{\"l\":[{\"c\":3}]}]");
        assertThat(report.warnings())
                .containsExactlyInAnyOrder(
                        "field \"a\" of table t comes more than once in a record; of two values the later is kept",
                        "field \"o\" of table t comes more than once in a record; of two values the later is kept",
                        "field \"c\" of table t__l comes more than once in a record; of two values the later is kept");
        assertThat(project.query("SELECT a, a__v_text, o__b FROM t"))
                .startsWith("2|null|null", "3|x|null", "null|null|2");
        assertThat(project.query("SELECT c FROM t__l")).containsExactly("2", "3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"a\":[1,2],\"a\":[3]}",
                "{\"id\":1,\"A\":[1,2],\"a\":[3]}",
                "{\"id\":1,\"a\":[1,2],\"a\":[],\"a\":[3]}"
            })
    void listsOfOneNameGoOn(String json) {
        load(json);
        assertThat(project.query("SELECT value, _dlt_list_idx FROM t__a ORDER BY ALL"))
                .containsExactly("1|0", "2|1", "3|2");
        assertThat(project.query("SELECT count(DISTINCT _dlt_id) FROM t__a")).containsExactly("3");
    }

    @Test
    void listsOfDifferentPlacesShareATableAndKnowTheirParents() {
        load(
                "[{\"i\":1,\"a\":{\"b\":[1]}},{\"i\":2,\"a\":[{\"b\":[2,3]},{\"b\":[4]}]},{\"i\":5,\"a__b\":[5]}]");
        assertThat(
                        project.query(
                                "SELECT t.i, b.value FROM t__a__b b JOIN t ON b._dlt_parent_id = t._dlt_id ORDER BY ALL"))
                .containsExactly("1|1", "5|5");
        assertThat(
                        project.query(
                                "SELECT t.i, b.value FROM t__a__b b JOIN t__a a ON b._dlt_parent_id = a._dlt_id JOIN t ON a._dlt_parent_id = t._dlt_id ORDER BY ALL"))
                .containsExactly("2|2", "2|3", "2|4");
    }

    // ---- nesting and size

    @Test
    void aHundredLevelsAreTaken() {
        load(
                "[%s,{\"l\":%s},%s]"
                        .formatted(
                                nested(100, "{\"a\":", "1", "}"),
                                nested(100, "[", "1", "]"),
                                nested(50, "{\"m\":[", "1", "]}")));
        assertThat(project.query("SELECT max(COLUMNS('a__a$')) FROM t")).containsExactly("1");
        assertThat(project.query("SELECT value FROM t__l" + "__list".repeat(99)))
                .containsExactly("1");
        assertThat(project.query("SELECT value FROM t" + "__m".repeat(50))).containsExactly("1");
    }

    @Test
    void moreLevelsThanAnyoneNeedsAreRefused() {
        assertRefused(
                push(nested(501, "{\"a\":", "1", "}")),
                "Document nesting depth (501) exceeds the maximum allowed (500)");
    }

    // ---- resources

    @ParameterizedTest
    @CsvSource({
        "select, select",
        "'x\"; DROP TABLE y; --', x_drop_table_yxxx",
        "'it''s', it_s",
        "../../etc/passwd, _etc_passwd",
        "information_schema, information_schema",
        "a\\..\\b, a_b"
    })
    void resourcesMayHaveAnyName(String name, String table) {
        Resource resource = json(added(name), "{\"a\":1,\"l\":[2]}".getBytes(UTF_8));
        for (int sync = 0; sync < 2; sync++) {
            assertThat(project.offering(resource).sync().failures()).isEmpty();
        }
        assertThat(project.query("SELECT a FROM \"%s\"".formatted(table)))
                .containsExactly("1", "1");
        assertThat(folder.toFile().list()).containsExactly("project");
    }

    @Test
    void aNulInTheNameOfAResourceOrASliceDoesNotEndAStatement() {
        ResourceSpec spec = added("a\0b'").cursor(CursorSpec.opaque());
        Resource resource =
                Resource.of(
                        spec,
                        (slice, context, out) -> {
                            out.row(Map.of("a", context.cursor().position().orElse("none")));
                            context.cursor().advanceTo("\0'; DROP TABLE a_b; --");
                        });
        for (int sync = 0; sync < 2; sync++) {
            assertThat(project.offering(resource).sync().failures()).isEmpty();
        }
        assertThat(project.query("SELECT a FROM a_bx ORDER BY length(a)"))
                .containsExactly("none", "\0'; DROP TABLE a_b; --");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_dlt_loads",
                "_dlt_version",
                "_dlt_pipeline_state",
                "_dango_state",
                "_DangoRejects"
            })
    void resourcesDoNotGetTablesOfDangosOwn(String name) {
        Resource other = json(added("other"), "{\"a\":1}".getBytes(UTF_8));
        SourceReport report =
                project.offering(json(added(name), "{\"a\":1}".getBytes(UTF_8)), other).sync();
        assertRefused(report, "such names are kept for tables of Dango's own");
        assertThat(project.query("SELECT a FROM other")).containsExactly("1");
    }
}
