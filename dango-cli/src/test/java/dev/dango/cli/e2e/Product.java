package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.cli.dist.Script;
import dev.dango.cli.dist.Script.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The packaged product in a project of its own, run with a home folder and variables of its own.
 */
final class Product {

    /** The distribution that {@code package} leaves. */
    static final Path DISTRIBUTION = Path.of("target", "dango").toAbsolutePath();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Path project;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private List<String> wrapper = List.of();

    private Product(Path folder) throws IOException {
        this.home = Files.createDirectories(folder.resolve("home"));
        this.project = Files.createDirectories(folder.resolve("project"));
        with("JAVA_HOME", System.getProperty("java.home"));
        with("HOME", home.toString());
        with("DANGO_JAVA_OPTS", "-Duser.home=" + home);
    }

    /** In a folder that is no project yet. */
    static Product in(Path folder) throws IOException {
        return new Product(folder.toRealPath());
    }

    /** In a new project without sources. */
    static Product withProject(Path folder) throws Exception {
        Product product = in(folder);
        product.succeed("init");
        return product;
    }

    Product with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Has no file that it writes become larger than this from now on; 0 is no limit. */
    Product fileSizeLimit(int kilobytes) {
        String limit = "ulimit -f " + 2 * kilobytes + "; exec \"$@\"";
        wrapper = kilobytes == 0 ? List.of() : List.of("sh", "-c", limit, "sh");
        return this;
    }

    Path project() {
        return project;
    }

    Path warehouse() {
        return project.resolve("data").resolve("warehouse.duckdb");
    }

    /** What an earlier sync of this source left to be loaded. */
    boolean hasLeftovers(String source) throws IOException {
        Path stages = project.resolve(".dango").resolve("loads").resolve(source);
        if (!Files.isDirectory(stages)) {
            return false;
        }
        try (Stream<Path> folders = Files.list(stages)) {
            return folders.findAny().isPresent();
        }
    }

    /** Sets the list under {@code sources:}. */
    void sources(String yaml) {
        String indented = yaml.indent(2);
        write(".dango/sources.yml", "version: \"1.0\"\nsources:\n" + indented);
    }

    Path write(String file, String text) {
        try {
            Path path = project.resolve(file);
            Files.createDirectories(path.getParent());
            return Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String file) throws IOException {
        return Files.readString(project.resolve(file));
    }

    /** The content of all files of the project by their paths, without those of these folders. */
    Map<String, String> files(String... except) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(project)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = project.relativize(file).toString();
                if (Stream.of(except).noneMatch(name::startsWith)) {
                    files.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }

    // ---- running -----------------------------------------------------------------------------

    private Script script(String... arguments) {
        Object[] command =
                Stream.of(
                                wrapper.stream(),
                                Stream.of(DISTRIBUTION.resolve("bin").resolve("dango")),
                                Stream.of(arguments))
                        .flatMap(words -> words)
                        .toArray();
        Script script = new Script(project, command);
        environment.forEach(script::with);
        return script;
    }

    /** Runs a command to its end. */
    Outcome run(String... arguments) throws InterruptedException {
        return script(arguments).run();
    }

    /** Runs a command that is to end with exit code 0; what it prints. */
    Outcome succeed(String... arguments) throws InterruptedException {
        Outcome outcome = run(arguments);
        assertThat(outcome.exitCode())
                .as("exit code of %s; it said:%n%s", List.of(arguments), outcome.err())
                .isZero();
        return outcome;
    }

    /** Starts a command, to be closed. */
    RunningProduct start(String... arguments) throws IOException {
        return new RunningProduct(script(arguments).start());
    }

    /** Syncs with success; the last event. */
    JsonNode sync(String... more) throws InterruptedException {
        String[] command =
                Stream.concat(Stream.of("sync", "--json"), Stream.of(more)).toArray(String[]::new);
        return lastEvent(succeed(command));
    }

    static JsonNode lastEvent(Outcome sync) {
        List<String> lines = sync.out().lines().toList();
        return json(lines.get(lines.size() - 1));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    // ---- the warehouse -----------------------------------------------------------------------

    /** Rows of the warehouse, cells as text with a bar between them. */
    List<String> query(String sql) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(
                        "jdbc:duckdb:" + warehouse() + ";access_mode=read_only")) {
            return rows(connection, sql);
        }
    }

    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            if (!statement.execute(sql)) {
                return List.of();
            }
            try (ResultSet result = statement.getResultSet()) {
                int columns = result.getMetaData().getColumnCount();
                List<String> rows = new ArrayList<>();
                while (result.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        cells.add(String.valueOf(result.getObject(i)));
                    }
                    rows.add(String.join("|", cells));
                }
                return rows;
            }
        }
    }
}
