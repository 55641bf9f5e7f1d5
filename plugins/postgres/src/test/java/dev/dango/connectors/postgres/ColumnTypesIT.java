package dev.dango.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import dev.dango.testkit.MemorySink;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type, in the binary and in the text form of the protocol. */
class ColumnTypesIT {

    private static final PostgresServer SERVER = PostgresServer.shared();

    private record Typed(String sqlType, DataType type, Map<String, Object> values) {}

    private static final List<Typed> TYPED =
            List.of(
                    new Typed(
                            "smallint",
                            DataType.INTEGER,
                            Map.of("-32768", -32768L, "0", 0L, "32767", 32767L)),
                    new Typed(
                            "integer",
                            DataType.INTEGER,
                            Map.of("-2147483648", -2147483648L, "2147483647", 2147483647L)),
                    new Typed(
                            "bigint",
                            DataType.INTEGER,
                            Map.of(
                                    "-9223372036854775808",
                                    Long.MIN_VALUE,
                                    "9223372036854775807",
                                    Long.MAX_VALUE)),
                    new Typed("oid", DataType.INTEGER, Map.of("4294967295", 4294967295L)),
                    new Typed(
                            "real",
                            DataType.DOUBLE,
                            Map.of("0.1", 0.1, "NaN", Double.NaN, "-3.4e38", -3.4e38, "0", 0.0)),
                    new Typed(
                            "double precision",
                            DataType.DOUBLE,
                            Map.of(
                                    "0.1",
                                    0.1,
                                    "-Infinity",
                                    Double.NEGATIVE_INFINITY,
                                    "4.9e-324",
                                    Double.MIN_VALUE,
                                    "-0",
                                    -0.0)),
                    new Typed("boolean", DataType.BOOLEAN, Map.of("t", true, "f", false)),
                    new Typed(
                            "numeric",
                            DataType.DECIMAL,
                            Map.of(
                                    "1.500000000000",
                                    new BigDecimal("1.500000000000"),
                                    "-99999999999999999999999999999.999999999",
                                    new BigDecimal("-99999999999999999999999999999.999999999"),
                                    "1e20",
                                    new BigDecimal("100000000000000000000"))),
                    new Typed(
                            "numeric(5,2)",
                            DataType.DECIMAL,
                            Map.of(
                                    "-999.99",
                                    new BigDecimal("-999.99"),
                                    "0",
                                    new BigDecimal("0.00"))),
                    new Typed(
                            "date",
                            DataType.DATE,
                            Map.of(
                                    "2024-02-29",
                                    LocalDate.of(2024, 2, 29),
                                    "1582-10-10",
                                    LocalDate.of(1582, 10, 10),
                                    "0044-03-15 BC",
                                    LocalDate.of(-43, 3, 15),
                                    "9999-12-31",
                                    LocalDate.of(9999, 12, 31))),
                    new Typed(
                            "time",
                            DataType.TIME,
                            Map.of(
                                    "00:00",
                                    LocalTime.MIDNIGHT,
                                    "23:59:59.999999",
                                    LocalTime.of(23, 59, 59, 999_999_000))),
                    new Typed(
                            "timestamp",
                            DataType.LOCAL_TIMESTAMP,
                            Map.of(
                                    // An hour that does not exist in Auckland, where tests run.
                                    "2024-09-29 02:30:00.000001",
                                    LocalDateTime.of(2024, 9, 29, 2, 30, 0, 1000),
                                    "0001-01-01 00:00:00",
                                    LocalDateTime.of(1, 1, 1, 0, 0))),
                    new Typed(
                            "timestamptz",
                            DataType.TIMESTAMP,
                            Map.of(
                                    "2024-06-01 12:00:00.123456+05:30",
                                    Instant.parse("2024-06-01T06:30:00.123456Z"),
                                    "1850-01-01 00:00:00+00",
                                    Instant.parse("1850-01-01T00:00:00Z"))),
                    new Typed(
                            "bytea",
                            DataType.BINARY,
                            Map.of("\\x00ff27", new byte[] {0, -1, 39}, "", new byte[0])),
                    new Typed("json", DataType.JSON, Map.of("{\"a\" : [1.0]}", "{\"a\" : [1.0]}")),
                    new Typed("jsonb", DataType.JSON, Map.of("{\"a\":[1.0]}", "{\"a\": [1.0]}")));

    private final String database = SERVER.newDatabase();

    private MemorySink read(SettingsBuilder settings, String table) throws Exception {
        try (TestRun run = new TestRun(settings)) {
            return run.read(table);
        }
    }

    private SettingsBuilder settings() {
        return new SettingsBuilder(SERVER.url(database));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?prepareThreshold=0"})
    void typedValuesArriveUnchanged(String protocol) throws Exception {
        int number = 0;
        for (Typed typed : TYPED) {
            String table = "t" + number++;
            SERVER.inDatabase(database, "CREATE TABLE " + table + " (v " + typed.sqlType() + ")");
            for (String literal : typed.values().keySet()) {
                SERVER.inDatabase(
                        database, "INSERT INTO " + table + " VALUES ('" + literal + "'), (NULL)");
            }
            try (TestRun run = new TestRun(new SettingsBuilder(SERVER.url(database) + protocol))) {
                MemorySink sink = run.read(table);

                assertThat(run.resource(table).spec().schema().columns())
                        .as(typed.sqlType())
                        .extracting(TableSchema.Column::type)
                        .containsExactly(typed.type());
                assertThat(sink.column("v").toArray())
                        .as(typed.sqlType())
                        .containsExactly(
                                typed.values().values().stream()
                                        .flatMap(v -> Stream.of(v, null))
                                        .toArray());
            }
        }
    }

    @Test
    void numericsKeepTheirPrecision() throws Exception {
        SERVER.inDatabase(
                database,
                "CREATE TABLE n (a numeric(10,2), b numeric, c numeric(40,2), d numeric(78,0),"
                        + " e numeric(2,-3), f numeric(3,5), g numeric(1000,50))",
                "INSERT INTO n VALUES (1.5, 2, 3.25, 4, 12345, 0.00123, 0.5)");

        try (TestRun run = new TestRun(settings())) {
            assertThat(run.resource("n").spec().schema().columns())
                    .extracting(c -> c.precision() + "," + c.scale())
                    .containsExactly("10,2", "38,9", "38,2", "38,0", "5,0", "5,5", "38,38");
            assertThat(run.read("n").rows().get(0))
                    .containsEntry("a", new BigDecimal("1.50"))
                    .hasEntrySatisfying(
                            "e", e -> assertThat((BigDecimal) e).isEqualByComparingTo("12000"))
                    .containsEntry("f", new BigDecimal("0.00123"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text                        | a'b\\ü€😀
                    varchar(5)                  | abc
                    char(5)                     | abc
                    "char"                      | x
                    name                        | some_name
                    uuid                        | 123e4567-e89b-12d3-a456-426614174000
                    inet                        | 10.0.0.1
                    cidr                        | 10.0.0.0/8
                    macaddr                     | 08:00:2b:01:02:03
                    interval                    | 1 year 2 mons -3 days 04:05:06.789
                    xml                         | <a b="1">c</a>
                    tsvector                    | fat:2 cat:1
                    money                       | -12.34
                    bit(3)                      | 101
                    varbit                      | 10101
                    timetz                      | 24:00:00+05:30
                    point                       | (1.5,-2)
                    box                         | (3,4),(1,2)
                    int4range                   | [1,5)
                    tstzrange                   | [2024-01-01 00:00+02,)
                    nummultirange               | {[1,2),[3,4)}
                    jsonpath                    | $.a[*]
                    pg_lsn                      | 16/B374D848
                    regclass                    | pg_class
                    mood                        | so so
                    """)
    void otherTypesAreTheTextTheServerShows(String type, String literal) throws Exception {
        SERVER.inDatabase(
                database,
                "CREATE TYPE mood AS ENUM ('so so', 'ok')",
                "CREATE TABLE t (v " + type + ")",
                "INSERT INTO t VALUES ('" + literal.replace("'", "''") + "'), (NULL)");

        try (TestRun run = new TestRun(settings())) {
            assertThat(run.resource("t").spec().schema().columns().get(0).type())
                    .isEqualTo(DataType.TEXT);
            assertThat(run.read("t").column("v"))
                    .containsExactlyElementsOf(SERVER.texts(database, "SELECT v FROM t"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    int[]         | {1,NULL,3}                   | [1,null,3]
                    int[]         | {{1,2},{3,4}}                | [[1,2],[3,4]]
                    int[]         | {}                           | []
                    text[]        | {"a\\"b\\\\c","NULL",NULL,ü} | ["a\\"b\\\\c","NULL",null,"ü"]
                    numeric[]     | {1.50,NaN}                   | [1.50,"NaN"]
                    float8[]      | {0.1,Infinity}               | [0.1,"Infinity"]
                    bool[]        | {t,f}                        | [true,false]
                    jsonb[]       | {"{\\"a\\": 1}"}             | [{"a": 1}]
                    timestamptz[] | {2024-01-01 00:00+02}        | ["2023-12-31T22:00:00+00:00"]
                    uuid[]        | {123e4567-e89b-12d3-a456-426614174000} | ["123e4567-e89b-12d3-a456-426614174000"]
                    bytea[]       | {"\\\\x00ff"}                | ["\\\\x00ff"]
                    pair          | (1,"x, y")                   | {"a":1,"b":"x, y"}
                    pair[]        | {"(1,x)"}                    | [{"a":1,"b":"x"}]
                    int2vector    | 1 2                          | [1,2]
                    """)
    void structuredTypesAreJson(String type, String literal, String json) throws Exception {
        SERVER.inDatabase(
                database,
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE TABLE t (v " + type + ")",
                "INSERT INTO t VALUES ('" + literal + "'), (NULL)");

        try (TestRun run = new TestRun(settings())) {
            assertThat(run.resource("t").spec().schema().columns().get(0).type())
                    .isEqualTo(DataType.JSON);
            assertThat(run.read("t").column("v")).containsExactly(json, null);
        }
    }

    @Test
    void extensionsTypesAreTextAndHstoreIsJson() throws Exception {
        SERVER.inDatabase(
                database,
                "CREATE EXTENSION hstore",
                "CREATE EXTENSION citext",
                "CREATE TABLE t (h hstore, c citext)",
                "INSERT INTO t VALUES ('a=>1, b=>NULL', 'Ada')");

        assertThat(read(settings(), "t").rows())
                .containsExactly(Map.of("h", "{\"a\": \"1\", \"b\": null}", "c", "Ada"));
    }

    @Test
    void domainsAreWhatTheyStandOn() throws Exception {
        SERVER.inDatabase(
                database,
                "CREATE DOMAIN price AS numeric(12,3)",
                "CREATE DOMAIN list_price AS price CHECK (value > 0)",
                "CREATE DOMAIN tags AS text[]",
                "CREATE TABLE t (p list_price, t tags)",
                "INSERT INTO t VALUES (1.125, '{a}')");

        try (TestRun run = new TestRun(settings())) {
            assertThat(run.resource("t").spec().schema())
                    .extracting(TableSchema::columns)
                    .isEqualTo(
                            TableSchema.empty()
                                    .withDecimal("p", 12, 3)
                                    .with("t", DataType.JSON)
                                    .columns());
            assertThat(run.read("t").rows())
                    .containsExactly(Map.of("p", new BigDecimal("1.125"), "t", "[\"a\"]"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    numeric      | NaN           | decimal(38,9)
                    numeric(5,2) | NaN           | decimal(5,2)
                    numeric      | -Infinity     | decimal(38,9)
                    numeric      | 0.3333333333  | decimal(38,9)
                    numeric      | 1e29          | decimal(38,9)
                    numeric(40,0)| 1e38          | decimal(38,0)
                    date         | infinity      | date
                    time         | 24:00:00      | time
                    timestamp    | -infinity     | timestamp
                    timestamptz  | infinity      | timestamp
                    """)
    void aValueWithoutPlaceIsRefusedUnlessLoadedAsText(String type, String literal, String target)
            throws Exception {
        SERVER.inDatabase(
                database,
                "CREATE TABLE t (v " + type + ")",
                "INSERT INTO t VALUES ('" + literal + "')");
        String text = SERVER.texts(database, "SELECT v FROM t").get(0);

        assertThatThrownBy(() -> read(settings(), "t"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(ErrorKind.DATA);
                            assertThat(e.hint())
                                    .isEqualTo("Load the column as text: as_text: [t.v].");
                        })
                .hasMessage(
                        "Column \"v\" of table \"t\" holds %s, which does not fit its type %s.",
                        text, target);
        assertThat(read(settings().asText("t.v"), "t").column("v")).containsExactly(text);
        assertThat(read(settings().asText("*.?"), "t").column("v")).containsExactly(text);
    }

    @Test
    void asTextTakesAnyType() throws Exception {
        SERVER.inDatabase(
                database,
                "CREATE TABLE t (a int, b bytea, c int[], d jsonb, e float4, f inet)",
                "INSERT INTO t VALUES (1, '\\x00', '{1,2}', '{}', 0.1, '1.2.3.4')");

        assertThat(read(settings().asText("t.*"), "t").rows())
                .containsExactly(
                        Map.of(
                                "a", "1", "b", "\\x00", "c", "{1,2}", "d", "{}", "e", "0.1", "f",
                                "1.2.3.4"));
    }
}
