package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which programs can open the warehouse: every DuckDB 1.2 or later, unless it was newer before. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class StorageVersionIT {

    private static final String OLD = "v1.2.0";
    private static final String NEW = "v1.4.0";

    @TempDir Path folder;
    private Product product;

    @BeforeEach
    void sourceOfOneFile() throws Exception {
        product = Product.withProject(folder);
        product.write("files/a.csv", "id\n1\n");
        product.sources(
                """
                - name: a
                  type: csv
                  csv: {directory: files}
                """);
    }

    @Test
    void aNewWarehouseIsOpenToOlderPrograms() throws Exception {
        product.sync();

        assertThat(version(product.warehouse())).isEqualTo(OLD + "+");
    }

    @Test
    void aNewWarehouseIsNewerOnRequest() throws Exception {
        product.write(".dango/project.yml", "platform: {duckdb_storage_version: " + NEW + "}\n");

        product.sync();

        assertThat(version(product.warehouse())).isEqualTo(NEW + "+");
    }

    @Test
    void aWarehouseThatExistsKeepsItsVersion() throws Exception {
        Files.createDirectories(product.warehouse().getParent());
        attached(
                product.warehouse(),
                " (STORAGE_VERSION '" + NEW + "')",
                "CREATE TABLE w.mine AS SELECT 7 AS n");
        assertThat(version(product.warehouse())).isEqualTo(NEW + "+");

        product.sync();

        assertThat(version(product.warehouse())).isEqualTo(NEW + "+");
        assertThat(product.query("SELECT count(*) FROM raw_a.a")).containsExactly("1");
        assertThat(product.query("SELECT n FROM main.mine")).containsExactly("7");
    }

    private static String version(Path file) throws SQLException {
        return attached(
                        file,
                        " (READ_ONLY)",
                        "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'w'")
                .get(0);
    }

    private static List<String> attached(Path file, String options, String sql)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + file + "' AS w" + options);
            return Product.rows(connection, sql);
        }
    }
}
