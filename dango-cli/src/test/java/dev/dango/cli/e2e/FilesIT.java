package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dango.cli.dist.Script.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files of every kind: loaded as DuckDB reads them, and kept like the folder they come from. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class FilesIT {

    /** A source of one file, with the columns it has and how DuckDB reads it. */
    private record Case(String source, String file, String reader, String columns) {}

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            "teas",
                            "teas.csv",
                            "read_csv",
                            "id, name, price, harvested, picked_at, organic"),
                    new Case("stock", "stock.tsv", "read_csv", "id, place, pieces"),
                    new Case("shops", "shops.json", "read_json", "id, city, lat"),
                    new Case("visits", "visits.ndjson", "read_json", "id, page, seconds"),
                    new Case(
                            "sales",
                            "sales.parquet",
                            "read_parquet",
                            "id, day, amount, paid, note"),
                    new Case("returns", "returns.csv.gz", "read_csv", "id, reason"));

    @TempDir Path folder;
    private Product product;

    @BeforeEach
    void writeFiles() throws Exception {
        product = Product.withProject(folder);
        product.write(
                "files/teas/teas.csv",
                """
                id,name,price,harvested,picked_at,organic
                1,"Sencha, first flush",12.50,2026-04-21,2026-04-21 06:30:00,true
                2,"a ""quoted"" name",8.00,2026-05-02,2026-05-02 07:00:00.25,false
                3,Zoë's,,2026-05-03,,true
                """);
        product.write(
                "files/stock/stock.tsv", "id\tplace\tpieces\n1\tKyoto\t40\n2\tUji, Kyoto\t\n");
        product.write(
                "files/shops/shops.json",
                "[{\"id\": 1, \"city\": \"Köln\", \"lat\": 50.94},\n {\"id\": 2, \"city\": null, \"lat\": 48.0}]");
        product.write("files/visits/visits.ndjson", lines(2_000));
        Path sales = product.write("files/sales/sales.parquet", "");
        duckdb(
                "COPY (SELECT i AS id, DATE '2026-01-01' + i::INTEGER % 365 AS day, (i / 7)::DECIMAL(18, 2)"
                        + " AS amount, i % 3 = 0 AS paid, CASE WHEN i % 5 > 0 THEN 'note ' || i END AS note"
                        + " FROM range(50000) t(i)) TO '"
                        + sales
                        + "' (FORMAT parquet)");
        gzip(product.write("files/returns/returns.csv.gz", ""), "id,reason\n1,too bitter\n2,\n");
        StringBuilder sources = new StringBuilder();
        for (Case one : CASES) {
            sources.append(
                    """
                    - name: %1$s
                      type: local_files
                      local_files: {directory: files/%1$s}
                    """
                            .formatted(one.source()));
        }
        product.sources(sources.toString());
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"id\":%d,\"page\":\"/p%d\",\"seconds\":%d.5}\n".formatted(i, i % 7, i));
        }
        return lines.toString();
    }

    private static void gzip(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> duckdb(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return Product.rows(connection, sql);
        }
    }

    /** Count and content: one text for any two tables whose rows are the same, in any order. */
    private static String digest(String columns, String from) {
        return "SELECT count(*), md5(string_agg(r, chr(10) ORDER BY r)) FROM (SELECT row("
                + columns
                + ")::VARCHAR AS r FROM "
                + from
                + ")";
    }

    private void assertTablesAreTheFiles() throws Exception {
        for (Case one : CASES) {
            String file =
                    product.project()
                            .resolve("files/" + one.source() + "/" + one.file())
                            .toString();
            List<String> expected =
                    duckdb(digest(one.columns(), one.reader() + "('" + file + "')"));
            assertThat(
                            product.query(
                                    digest(one.columns(), "raw_%1$s.%1$s".formatted(one.source()))))
                    .as(one.file())
                    .isEqualTo(expected);
        }
    }

    private static List<Long> numbers(JsonNode end, String name) {
        List<Long> numbers = new ArrayList<>();
        for (JsonNode source : end.get("sources")) {
            for (JsonNode table : source.get("tables")) {
                numbers.add(table.get(name).asLong());
            }
        }
        return numbers;
    }

    @Test
    void everyKindOfFileIsLoadedAsDuckDbReadsItAndOnlyOnce() throws Exception {
        JsonNode first = product.sync();

        assertThat(first.get("status").asText()).isEqualTo("ok");
        assertThat(numbers(first, "inserted")).containsExactly(3L, 2L, 2L, 2_000L, 50_000L, 2L);
        assertTablesAreTheFiles();

        String loads =
                "SELECT sum(n) FROM (%s)"
                        .formatted(
                                String.join(
                                        " UNION ALL ",
                                        CASES.stream()
                                                .map(
                                                        one ->
                                                                "SELECT count(*) AS n FROM raw_"
                                                                        + one.source()
                                                                        + "._dlt_loads")
                                                .toList()));
        List<String> before = product.query(loads);
        JsonNode second = product.sync();

        assertThat(numbers(second, "read")).hasSize(CASES.size()).containsOnly(0L);
        assertThat(numbers(second, "inserted")).containsOnly(0L);
        assertThat(numbers(second, "deleted")).containsOnly(0L);
        assertThat(product.query(loads)).isEqualTo(before);
        assertTablesAreTheFiles();
    }

    @Test
    void aDryRunNamesTheFilesThatAreNewChangedAndGone() throws Exception {
        product.write("many/a.csv", "id,name\n1,a\n");
        product.write("many/b.csv", "id,name\n2,b\n");
        product.write("many/same.csv", "id,name\n3,c\n");
        product.sources(
                "- {name: many, type: csv, csv: {directory: many, file_pattern: '**/*.csv'}}\n");
        product.sync();
        product.write("many/a.csv", "id,name\n1,a\n4,d\n");
        product.write("many/c/new's.csv", "id,name\n5,e\n");
        Files.delete(product.project().resolve("many/b.csv"));

        Outcome plan = product.run("sync", "--dry-run");

        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("1 new file, 1 changed file, 1 deleted file")
                .contains("+ c/new's.csv  12 B", "~ a.csv  16 B", "- b.csv  its rows are deleted")
                .doesNotContain("same.csv");
        assertThat(product.query("SELECT id FROM raw_many.many ORDER BY id"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void anEditedADeletedAMovedAndARestoredFileDoTheRightThing() throws Exception {
        product.write("many/a.csv", "id,name\n1,a\n2,b\n");
        product.write("many/deep/er/a.csv", "id,name\n3,c\n");
        product.write("many/b.csv", "id,name\n4,d\n");
        product.sources(
                """
                - name: many
                  type: csv
                  csv: {directory: many, file_pattern: "**.csv"}
                """);
        assertThat(rowsAfter(product.sync())).containsExactly("1 a", "2 b", "3 c", "4 d");

        product.write("many/a.csv", "id,name\n1,a\n2,changed\n5,e\n");
        JsonNode edited = product.sync();
        assertThat(rowsAfter(edited)).containsExactly("1 a", "2 changed", "3 c", "4 d", "5 e");
        assertThat(numbers(edited, "read")).containsExactly(3L);

        String b = product.read("many/b.csv");
        Files.delete(product.project().resolve("many/b.csv"));
        JsonNode deleted = product.sync();
        assertThat(rowsAfter(deleted)).containsExactly("1 a", "2 changed", "3 c", "5 e");
        assertThat(numbers(deleted, "deleted")).containsExactly(1L);

        product.write("many/b.csv", b);
        assertThat(rowsAfter(product.sync()))
                .containsExactly("1 a", "2 changed", "3 c", "4 d", "5 e");

        Files.move(
                product.project().resolve("many/deep/er/a.csv"),
                product.project().resolve("many/deep/moved.csv"));
        assertThat(rowsAfter(product.sync()))
                .containsExactly("1 a", "2 changed", "3 c", "4 d", "5 e");

        Files.setLastModifiedTime(
                product.project().resolve("many/a.csv"),
                FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(numbers(product.sync(), "inserted")).as("touched only").containsOnly(0L);
        assertThat(numbers(product.sync(), "read")).as("nothing at all").containsOnly(0L);
    }

    /** What {@code db query --json} shows of the table, after a sync that went well. */
    private List<String> rowsAfter(JsonNode end) throws Exception {
        assertThat(end.get("status").asText()).isEqualTo("ok");
        JsonNode answer =
                Product.json(
                        product.succeed(
                                        "db",
                                        "query",
                                        "SELECT id, name FROM raw_many.many ORDER BY id",
                                        "--json")
                                .out());
        List<String> rows = new ArrayList<>();
        answer.at("/data/rows")
                .forEach(row -> rows.add(row.get(0).asText() + " " + row.get(1).asText()));
        return rows;
    }

    @Test
    void nestedJsonIsKeptAsDuckDbReadsIt() throws Exception {
        Path file =
                product.write(
                        "nested/orders.json",
                        """
                        [{"id": 1, "customer": {"name": "Zoë", "address": {"city": "Köln"}},
                          "items": [{"sku": "a", "pieces": 2}, {"sku": "b", "pieces": 1}]},
                         {"id": 2, "customer": {"name": "Ada", "address": {"city": "London"}},
                          "items": []}]
                        """);
        product.sources(
                """
                - name: nested
                  type: local_files
                  local_files: {directory: nested}
                """);
        product.sync();

        String columns = "id, customer, items";
        assertThat(product.query(digest(columns, "raw_nested.nested")))
                .isEqualTo(duckdb(digest(columns, "read_json('" + file + "')")));
        JsonNode answer =
                Product.json(
                        product.succeed(
                                        "db",
                                        "query",
                                        "SELECT customer, items FROM raw_nested.nested WHERE id = 1",
                                        "--json")
                                .out());
        assertThat(answer.at("/data/rows/0/0/address/city").asText()).isEqualTo("Köln");
        assertThat(answer.at("/data/rows/0/1/1/sku").asText()).isEqualTo("b");
    }
}
