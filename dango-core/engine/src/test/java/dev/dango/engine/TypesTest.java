package dev.dango.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.DataType;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which types columns get, and what becomes of values of other types. */
class TypesTest {

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private void load(Resource... resources) {
        SourceReport report = project.offering(resources).sync();
        assertThat(report.failures()).isEmpty();
    }

    private static ResourceSpec added(String name) {
        return ResourceSpec.named(name).mode(WriteMode.APPEND);
    }

    private static Resource json(String json) {
        byte[] utf8 = json.getBytes(UTF_8);
        return Resource.of(added("t"), (slice, context, out) -> out.json(utf8, 0, utf8.length));
    }

    /** A column of a type, and a record for each value, a JSON text. */
    private static Resource column(DataType type, String... values) {
        return Resource.of(
                added(type.name().toLowerCase(Locale.ROOT) + "_column")
                        .schema(TableSchema.empty().with("i", DataType.INTEGER).with("a", type)),
                (slice, context, out) -> {
                    for (int i = 0; i < values.length; i++) {
                        byte[] utf8 = "{\"i\":%d,\"a\":%s}".formatted(i, values[i]).getBytes(UTF_8);
                        out.json(utf8, 0, utf8.length);
                    }
                });
    }

    /** What stands in the column and in its variants, in order of the records. */
    private List<String> cells(String table) {
        return project.query(
                "SELECT COLUMNS('^a($|__)')::VARCHAR FROM %s ORDER BY i".formatted(table));
    }

    private List<String> columns(String table) {
        return project.query(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '%s' AND NOT starts_with(column_name, '_dlt') ORDER BY column_index"
                        .formatted(table));
    }

    @Test
    void integersBeyond64BitsKeepAllTheirDigits() {
        load(
                json(
                        "[{\"big\":18446744073709551615,\"i\":1,\"most\":12345678901234567890123456789012345678,\"more\":123456789012345678901234567890123456789},"
                                + "{\"i\":18446744073709551615}]"));
        assertThat(columns("t"))
                .containsExactly(
                        "big|DECIMAL(38,0)",
                        "i|BIGINT",
                        "most|DECIMAL(38,0)",
                        "more|VARCHAR",
                        "i__v_wei|DECIMAL(38,0)");
        assertThat(project.query("SELECT big, most, more, i__v_wei FROM t ORDER BY i"))
                .containsExactly(
                        "18446744073709551615|12345678901234567890123456789012345678|123456789012345678901234567890123456789|null",
                        "null|null|null|18446744073709551615");
    }

    @Test
    void numbersThatNoDoubleReachesAreNotLost() {
        load(json("[{\"i\":1,\"a\":0.5},{\"i\":2,\"a\":1e400},{\"i\":3,\"a\":-1e999999}]"));
        assertThat(project.query("SELECT a, length(a__v_text), a__v_text[:3] FROM t ORDER BY i"))
                .containsExactly("0.5|null|null", "null|401|100", "null|10|-1E");
    }

    @Test
    void decimalsThatNoColumnHoldsBecomeText() {
        List<BigDecimal> values =
                List.of(
                        new BigDecimal("1.5"),
                        new BigDecimal("0.1234567891"),
                        new BigDecimal("123456789012345678901234567890"),
                        new BigDecimal("-12345678901234567890123456789.123456789"));
        load(
                Resource.of(
                        added("t"),
                        (slice, context, out) -> {
                            for (int i = 0; i < values.size(); i++) {
                                out.row(Map.of("i", i, "a", values.get(i)));
                            }
                        }));
        assertThat(project.query("SELECT a, a__v_text, a__v_wei FROM t ORDER BY i"))
                .containsExactly(
                        "1.500000000|null|null",
                        "null|0.1234567891|null",
                        "null|null|123456789012345678901234567890",
                        "-12345678901234567890123456789.123456789|null|null");
    }

    @Test
    void timesFromTheFirstYearToTheLast() {
        load(
                json(
                        "[{\"i\":1,\"a\":\"0001-01-01T00:00:00Z\"},{\"i\":2,\"a\":\"9999-12-31T23:59:59.999999Z\"},{\"i\":3,\"a\":\"1969-12-31T23:59:59.999999Z\"},{\"i\":4,\"a\":-1}]"),
                Resource.of(
                        added("days"),
                        (slice, context, out) -> {
                            out.row(Map.of("d", LocalDate.of(1, 1, 1)));
                            out.row(Map.of("d", LocalDate.of(9999, 12, 31)));
                            out.row(Map.of("d", LocalDate.of(1583, 1, 1)));
                        }));
        assertThat(project.query("SELECT a::VARCHAR FROM t ORDER BY i"))
                .containsExactly(
                        "0001-01-01 00:00:00+00",
                        "9999-12-31 23:59:59.999999+00",
                        "1969-12-31 23:59:59.999999+00",
                        "1969-12-31 23:59:59+00");
        assertThat(project.query("SELECT d::VARCHAR FROM days ORDER BY 1"))
                .containsExactly("0001-01-01", "1583-01-01", "9999-12-31");
    }

    @Test
    void aColumnOfNullsComesWithItsDeclaration() {
        load(column(DataType.DOUBLE, "null"));
        assertThat(columns("double_column")).containsExactly("i|BIGINT", "a|DOUBLE");
    }

    @Test
    void valuesAndObjectsAndListsOfOneNameStandSideBySide() {
        load(
                json(
                        "[{\"i\":1,\"a\":{\"b\":1}},{\"i\":2,\"a\":[2]},{\"i\":3,\"a\":\"x\"},{\"i\":4,\"a\":{\"b\":4}}]"));
        assertThat(project.query("SELECT i, a, a__b FROM t ORDER BY i"))
                .containsExactly("1|null|1", "2|null|null", "3|x|null", "4|null|4");
        assertThat(project.query("SELECT value FROM t__a")).containsExactly("2");
    }

    @Test
    void whatAnIntegerColumnTakes() {
        load(
                column(
                        DataType.INTEGER,
                        "\" 2 \"",
                        "\"0x1F\"",
                        "2.0",
                        "-9223372036854775808",
                        "\"007\"",
                        "2.5",
                        "true",
                        "\"x\"",
                        "9007199254740993.0"));
        assertThat(columns("integer_column"))
                .containsExactly(
                        "i|BIGINT",
                        "a|BIGINT",
                        "a__v_double|DOUBLE",
                        "a__v_bool|BOOLEAN",
                        "a__v_text|VARCHAR");
        assertThat(cells("integer_column"))
                .startsWith(
                        "2|null|null|null",
                        "31|null|null|null",
                        "2|null|null|null",
                        "-9223372036854775808|null|null|null",
                        "7|null|null|null",
                        "null|2.5|null|null",
                        "null|null|true|null",
                        "null|null|null|x");
    }

    @Test
    void aDoubleColumnTakesOnlyWhatItHoldsExactly() {
        load(
                column(
                        DataType.DOUBLE,
                        "3",
                        "\"0.1\"",
                        "\"0x10\"",
                        "9007199254740992",
                        "9007199254740993",
                        "\"0.1234567890123456789\"",
                        "\"1e999\"",
                        "\"x\"",
                        "36893488147419103232"));
        assertThat(cells("double_column"))
                .containsExactly(
                        "3.0|null|null",
                        "0.1|null|null",
                        "16.0|null|null",
                        "9007199254740992.0|null|null",
                        "null|9007199254740993|null",
                        "null|null|0.1234567890123456789",
                        "null|null|1e999",
                        "null|null|x",
                        "3.6893488147419103e+19|null|null");
    }

    @Test
    void whatADecimalColumnTakes() {
        load(column(DataType.DECIMAL, "3", "\"0.5\"", "2.25", "0.12345678901", "true"));
        assertThat(cells("decimal_column"))
                .containsExactly(
                        "3.000000000|null|null",
                        "0.500000000|null|null",
                        "2.250000000|null|null",
                        "null|0.12345678901|null",
                        "null|null|true");
    }

    @Test
    void whatABooleanColumnTakes() {
        load(column(DataType.BOOLEAN, "1", "0.0", "\"yes\"", "\"N\"", "\"F\"", "\"maybe\"", "-2"));
        assertThat(cells("boolean_column"))
                .containsExactly(
                        "true|null",
                        "false|null",
                        "true|null",
                        "false|null",
                        "false|null",
                        "null|maybe",
                        "true|null");
    }

    @Test
    void whatATimestampColumnTakes() {
        load(
                column(
                        DataType.TIMESTAMP,
                        "1704153600",
                        "\"2024-01-03\"",
                        "1704153600.25",
                        "\"1704153600\"",
                        "\"not a date\"",
                        "true"));
        assertThat(cells("timestamp_column"))
                .containsExactly(
                        "2024-01-02 00:00:00+00|null|null",
                        "2024-01-03 00:00:00+00|null|null",
                        "2024-01-02 00:00:00.25+00|null|null",
                        "2024-01-02 00:00:00+00|null|null",
                        "null|not a date|null",
                        "null|null|true");
    }

    @Test
    void whatDateAndTimeColumnsTake() {
        load(
                column(
                        DataType.DATE,
                        "\"2024-01-02\"",
                        "\"2024-01-02T23:30:00-02:00\"",
                        "86400",
                        "-0.5",
                        "\"soon\""),
                column(DataType.TIME, "\"12:30:00.5\"", "\"noon\""));
        assertThat(cells("date_column"))
                .containsExactly(
                        "2024-01-02|null",
                        "2024-01-03|null",
                        "1970-01-02|null",
                        "1969-12-31|null",
                        "null|soon");
        assertThat(cells("time_column")).containsExactly("12:30:00.5|null", "null|noon");
    }

    @Test
    void whatBinaryAndJsonAndTextColumnsTake() {
        load(
                column(DataType.BINARY, "\"0x01ff\"", "\"AQI=\"", "513", "\"AQI\"", "0"),
                column(DataType.JSON, "{\"b\":[1]}", "\"[1, 2]\"", "\"text\"", "5"),
                column(DataType.TEXT, "true", "5", "2.5", "{\"x\":1}", "\"\""));
        assertThat(cells("binary_column"))
                .containsExactly(
                        "\\x01\\xFF|null",
                        "\\x01\\x02|null",
                        "\\x01\\x02|null",
                        "null|AQI",
                        "|null");
        assertThat(cells("json_column")).containsExactly("{\"b\":[1]}", "[1, 2]", "\"text\"", "5");
        assertThat(project.query("SELECT a FROM text_column ORDER BY i"))
                .containsExactly("True", "5", "2.5", "null", "");
        assertThat(project.query("SELECT a__x FROM text_column WHERE i = 3")).containsExactly("1");
    }

    @Test
    void hugeIntegersOfRecordsAreNoLess() {
        load(
                Resource.of(
                        added("t"),
                        (slice, context, out) -> {
                            out.row(Map.of("a", BigInteger.TWO.pow(63)));
                            out.row(Map.of("a", 5, "at", Instant.EPOCH));
                        }));
        assertThat(project.query("SELECT a FROM t ORDER BY 1"))
                .containsExactly("5", "9223372036854775808");
    }
}
