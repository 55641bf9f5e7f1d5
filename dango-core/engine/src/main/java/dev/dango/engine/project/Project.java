package dev.dango.engine.project;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** A folder with {@code .dango/project.yml} in it, and where things are below it. Immutable. */
public final class Project {

    static final Path MARKER = Path.of(".dango", "project.yml");
    private static final String DEFAULT_WAREHOUSE = "data/warehouse.duckdb";

    /** The oldest format that all programs read which people open their warehouse with. */
    private static final String DEFAULT_STORAGE_VERSION = "v1.2.0";

    private static final int DEFAULT_HISTORY_RUNS = 500;

    private final Path root;
    private final String name;
    private final Path warehouse;
    private final String storageVersion;
    private final int historyRuns;

    private Project(
            Path root, String name, Path warehouse, String storageVersion, int historyRuns) {
        this.root = root;
        this.name = name;
        this.warehouse = warehouse;
        this.storageVersion = storageVersion;
        this.historyRuns = historyRuns;
    }

    /**
     * Opens the project that a folder belongs to.
     *
     * @param start a folder; its nearest ancestor that is a project counts, itself included
     * @return never null
     * @throws SourceException of kind CONFIG if there is none, or its {@code project.yml} is broken
     */
    public static Project find(Path start) {
        Path folder = start.toAbsolutePath().normalize();
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(MARKER))) {
                return at(at);
            }
        }
        throw notAProject("Not in a Dango project: neither " + folder + " nor a folder above it");
    }

    /**
     * Opens the project in this very folder.
     *
     * @param root its folder
     * @return never null
     * @throws SourceException of kind CONFIG if it is no project, or its {@code project.yml} is
     *     broken
     */
    public static Project at(Path root) {
        Path folder = root.toAbsolutePath().normalize();
        String text =
                AtomicFiles.read(folder.resolve(MARKER))
                        .orElseThrow(() -> notAProject("Not a Dango project: " + folder));
        YamlDocument yaml = YamlDocument.parse(".dango/project.yml", text);
        String name =
                text(yaml, "project", "name").orElseGet(() -> String.valueOf(folder.getFileName()));
        String warehouse = text(yaml, "platform", "duckdb_path").orElse(DEFAULT_WAREHOUSE);
        return new Project(
                folder,
                name,
                folder.resolve(warehouse).normalize(),
                storageVersion(yaml),
                historyRuns(yaml));
    }

    private static String storageVersion(YamlDocument yaml) {
        String version =
                text(yaml, "platform", "duckdb_storage_version").orElse(DEFAULT_STORAGE_VERSION);
        if (!version.matches("v\\d+\\.\\d+\\.\\d+")) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            ".dango/project.yml: platform.duckdb_storage_version is \"%s\", which is no version of DuckDB."
                                    .formatted(version))
                    .hint("Write it like " + DEFAULT_STORAGE_VERSION + ", or leave it out.");
        }
        return version;
    }

    private static int historyRuns(YamlDocument yaml) {
        Optional<String> runs = text(yaml, "platform", "history_runs");
        if (runs.isPresent() && !runs.get().matches("[1-9]\\d{0,5}")) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            ".dango/project.yml: platform.history_runs is \"%s\", which is no positive number."
                                    .formatted(runs.get()))
                    .hint(
                            "Write how many runs of a source to remember, such as %d, or leave it out."
                                    .formatted(DEFAULT_HISTORY_RUNS));
        }
        return runs.map(Integer::parseInt).orElse(DEFAULT_HISTORY_RUNS);
    }

    private static SourceException notAProject(String subject) {
        return SourceException.of(ErrorKind.CONFIG, subject + " has a .dango/project.yml.")
                .hint("Run dango init to make a project here, or go to the folder of one.");
    }

    /** The original keeps much more in this file; all of it is left alone. */
    private static Optional<String> text(YamlDocument yaml, String section, String key) {
        return yaml.root()
                .map(root -> mapping(yaml, root).get(section))
                .map(node -> mapping(yaml, node).get(key))
                .map(yaml::value)
                .map(String::valueOf)
                .filter(value -> !value.isBlank());
    }

    private static Map<String, Node> mapping(YamlDocument yaml, Node node) {
        if (node instanceof MappingNode mapping) {
            return yaml.fields(mapping);
        }
        if (yaml.value(node) == null) {
            return Map.of();
        }
        throw yaml.error(node, "a mapping of keys to values is expected here.");
    }

    /**
     * The project's folder.
     *
     * @return absolute
     */
    public Path root() {
        return root;
    }

    /**
     * What the project is called: {@code project.name}, otherwise the name of its folder.
     *
     * @return never null
     */
    public String name() {
        return name;
    }

    /**
     * The DuckDB file: {@code platform.duckdb_path}, otherwise {@code data/warehouse.duckdb}.
     *
     * @return absolute
     */
    public Path warehouse() {
        return warehouse;
    }

    /**
     * The format in which a new DuckDB file is written: {@code platform.duckdb_storage_version},
     * otherwise the oldest in use. A file that is there keeps its own.
     *
     * @return such as {@code v1.2.0}
     */
    public String storageVersion() {
        return storageVersion;
    }

    /**
     * The configured sources.
     *
     * @return absolute; the file may be missing
     */
    public Path sourcesFile() {
        return root.resolve(".dango").resolve("sources.yml");
    }

    /**
     * Variables of the user that are not in the environment.
     *
     * @return absolute; the file may be missing
     */
    public Path envFile() {
        return root.resolve(".env");
    }

    /**
     * Credentials in the original's form.
     *
     * @return absolute; the file may be missing
     */
    public Path secretsFile() {
        return root.resolve(".dlt").resolve("secrets.toml");
    }

    /**
     * Loads that are being staged.
     *
     * @return absolute; the folder may be missing
     */
    public Path loads() {
        return root.resolve(".dango").resolve("loads");
    }

    /**
     * Locks, the catalogue and other things only machines read.
     *
     * @return absolute; the folder may be missing
     */
    public Path state() {
        return root.resolve(".dango").resolve("state");
    }

    /**
     * What past runs did, one file per source.
     *
     * @return absolute; the folder may be missing
     */
    public Path history() {
        return root.resolve(".dango").resolve("history");
    }

    /**
     * How many runs of a source are remembered: {@code platform.history_runs}, otherwise 500.
     *
     * @return positive
     */
    public int historyRuns() {
        return historyRuns;
    }

    /**
     * The lock that keeps runs of a source apart.
     *
     * @param source its name
     * @return absolute; the file may be missing
     */
    public Path lock(String source) {
        return state().resolve("locks").resolve("sources").resolve(source + ".lock");
    }

    /**
     * Log files.
     *
     * @return absolute; the folder may be missing
     */
    public Path logs() {
        return root.resolve(".dango").resolve("logs");
    }

    /**
     * Connectors of this project alone.
     *
     * @return absolute; the folder may be missing
     */
    public Path plugins() {
        return root.resolve("plugins");
    }

    @Override
    public String toString() {
        return name + " in " + root;
    }
}
