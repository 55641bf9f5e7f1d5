package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at one project: they take turns, and say so. */
@DisabledOnOs(OS.WINDOWS)
class ConcurrencyIT {

    @TempDir Path folder;
    private Product product;

    @BeforeEach
    void twoSources() throws Exception {
        product = Product.withProject(folder);
        for (String name : new String[] {"a", "b"}) {
            StringBuilder rows = new StringBuilder("id,name\n");
            for (int i = 0; i < 20_000; i++) {
                rows.append(i).append(",name ").append(i).append('\n');
            }
            product.write("files/" + name + "/" + name + ".csv", rows.toString());
        }
        product.sources(
                """
                - name: a
                  type: csv
                  csv: {directory: files/a}
                - name: b
                  type: csv
                  csv: {directory: files/b}
                """);
    }

    @Test
    void syncsAtTheSameTimeDoubleNothing() throws Exception {
        try (RunningProduct one = product.start("sync");
                RunningProduct other = product.start("sync")) {
            assertThat(one.finish().exitCode()).isZero();
            assertThat(other.finish().exitCode()).isZero();
        }

        for (String table : new String[] {"raw_a.a", "raw_b.b"}) {
            assertThat(product.query("SELECT count(*), count(DISTINCT id) FROM " + table))
                    .containsExactly("20000|20000");
        }
    }

    @Test
    void aSyncWaitsForWhoeverHasTheWarehouseOpenAndSaysSo() throws Exception {
        product.sync("a");
        try (RunningProduct sync = holding(() -> product.start("sync", "b"))) {
            assertThat(sync.finish().exitCode()).isZero();
        }
        assertThat(product.query("SELECT count(*) FROM raw_b.b")).containsExactly("20000");
    }

    private interface Start {
        RunningProduct now() throws Exception;
    }

    /** Keeps the warehouse open, as a notebook would, until the sync has said that it waits. */
    private RunningProduct holding(Start sync) throws Exception {
        try (Connection notebook =
                DriverManager.getConnection(
                        "jdbc:duckdb:" + product.warehouse() + ";access_mode=read_only")) {
            RunningProduct running = sync.now();
            assertThat(running.says("waiting: java (process "))
                    .as("it says who has the warehouse open")
                    .isTrue();
            assertThat(notebook.isClosed()).isFalse();
            return running;
        }
    }
}
