package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Lab;
import dev.dango.benchmark.data.JsonFiles;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.task.JsonLoad;
import dev.dango.benchmark.task.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records that come as pages of JSON, against DuckDB reading them line by line. */
public final class Json implements Comparison {

    private static final String READ = "read_json('%s', format = 'newline_delimited')";

    private final String name;
    private final String what;
    private final long rows;
    private final double least;
    private final Maker maker;
    private final List<String> statements;

    /** Writes the records. */
    private interface Maker {
        JsonFiles make(Path folder, long rows) throws IOException;
    }

    private Json(
            String name,
            String what,
            long rows,
            double least,
            Maker maker,
            List<String> statements) {
        this.name = name;
        this.what = what;
        this.rows = rows;
        this.least = least;
        this.maker = maker;
        this.statements = statements;
    }

    /**
     * Ten fields a record.
     *
     * @return the comparison
     */
    public static Comparison flat() {
        return new Json(
                "json",
                "flat JSON, rows per CPU s, by read_json",
                1_000_000,
                0.6,
                JsonFiles::flat,
                List.of("CREATE TABLE records AS SELECT * FROM " + READ));
    }

    /**
     * An object and a list of three in each record.
     *
     * @return the comparison
     */
    public static Comparison nested() {
        return new Json(
                "nested",
                "nested JSON, rows per CPU s, by read_json",
                200_000,
                0.5,
                JsonFiles::nested,
                List.of(
                        "CREATE TEMP TABLE documents AS SELECT * FROM " + READ,
                        """
                        CREATE TABLE records AS
                        SELECT id, status, created_at, customer.id AS customer__id,
                               customer.name AS customer__name, customer.city AS customer__city
                        FROM documents""",
                        """
                        CREATE TABLE records__items AS
                        SELECT id AS parent_id, unnest(range(len(items))) AS list_idx,
                               unnest(items, recursive := true)
                        FROM documents"""));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run(Lab lab) throws Exception {
        JsonFiles files = maker.make(lab.data(), lab.scaled(rows));
        List<Object> sql = new ArrayList<>();
        sql.add(lab.fresh(name + "-duckdb").resolve("bench.duckdb"));
        statements.forEach(statement -> sql.add(statement.formatted(files.lines())));
        Race race =
                lab.race(
                        lab.dango(JsonLoad.class, lab.fresh(name + "-dango"), files.pages(), 1, 1),
                        lab.other("read_json", Sql.class, sql.toArray()));
        lab.cpu(name, what, least, race, 0, 1);
    }
}
