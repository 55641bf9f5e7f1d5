package dev.dango.cli.docs;

import dev.dango.cli.add.ExampleCommands;
import dev.dango.engine.project.Environment;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.settings.SettingsBinder;
import dev.dango.engine.settings.SettingsDocs;
import dev.dango.engine.settings.SettingsSchema;
import dev.dango.engine.settings.SettingsType.Kind;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Source;
import dev.dango.spi.SourceSpec;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.SourceBehavior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the pages of the connectors on the class path, from what the connectors say of themselves
 * and an example of each that is bound as a user's would be.
 */
final class ConnectorPages {

    private static final Path EXAMPLES = Path.of("docs", "connectors", "examples");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-31T00:00:00Z"), ZoneOffset.UTC);

    /** The headings of the wizard's list, in its order; others follow. */
    private static final List<String> CATEGORIES =
            List.of(
                    "Marketing & Analytics",
                    "Business & CRM",
                    "E-commerce & Payment",
                    "Files & Storage",
                    "Databases",
                    "Streaming",
                    "Development",
                    "Communication",
                    "Local & Custom");

    private static final Comparator<String> BY_RANK =
            Comparator.<String>comparingInt(
                            category ->
                                    CATEGORIES.contains(category)
                                            ? CATEGORIES.indexOf(category)
                                            : CATEGORIES.size())
                    .thenComparing(Comparator.naturalOrder());

    private static final String GENERATED =
            "<!-- Written by ConnectorPagesTest from what the connectors say of themselves; edit those, not this. -->";

    private static final String RESOURCES = "resources";
    private static final String BASE_URL = "base_url";

    private static final String BY_ACCOUNT =
            """

            ## Tables

            They depend on the account; `dango source add` shows them, and `dango sync --dry-run` says how each is
            read and written.
            """;

    /** A port at which nobody listens. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    private final Path scratch;

    /** Makes example projects in a folder that is empty. */
    ConnectorPages(Path scratch) {
        this.scratch = scratch;
    }

    /** All pages by file name, the index among them. */
    Map<String, String> all() throws Exception {
        Map<String, SourceSpec> specs = new TreeMap<>();
        Map<String, String> pages = new TreeMap<>();
        StringBuilder overview = new StringBuilder();
        for (Source source : sorted(ServiceLoader.load(Source.class))) {
            SourceSpec spec = source.spec();
            specs.put(spec.type(), spec);
            Project project = project(spec.type(), example(spec.type()));
            SourceEntry entry = SourcesFile.read(project).entries().get(0);
            Optional<Tables> tables = tables(source, project, entry);
            pages.put(spec.type() + ".md", page(spec, entry, tables));
            overview.append(row(spec, ConnectorTests.of(source), tables));
        }
        pages.put("README.md", index(specs, overview.toString()));
        return pages;
    }

    private static List<Source> sorted(Iterable<Source> sources) {
        List<Source> sorted = new ArrayList<>();
        sources.forEach(sorted::add);
        sorted.sort(Comparator.comparing(source -> source.spec().title().toLowerCase(Locale.ROOT)));
        return sorted;
    }

    private static String index(Map<String, SourceSpec> specs, String overview) {
        Map<String, StringBuilder> sections = new TreeMap<>(BY_RANK);
        specs.values()
                .forEach(
                        spec ->
                                sections.computeIfAbsent(spec.category(), ConnectorPages::heading)
                                        .append(entry(spec)));
        return """
        # Connectors

        %s
        One page for each connector that comes with Dango. To write one more, see
        [Write a connector](../write-a-connector.md).
        """
                        .formatted(GENERATED)
                + String.join("", sections.values())
                + """

                ## What each can do

                * Tables: how many there are to choose from; more or others where the account says so.
                * Incremental: how many of them are asked for what is new or changed only.
                * Deletions: whether records that the service tells to be deleted are deleted here. Tables that are
                  replaced lose them in any case.
                * Resumes: whether a first load that was broken off goes on where it was.
                * Contract: whether it passes the contract tests for connectors, against a fake of its service or a real
                  server.
                * Document: whether its requests are checked against what the vendor publishes for machines.

                | Connector | Tables | Incremental | Deletions | Resumes | Contract | Document |
                |---|---|---|---|---|---|---|
                """
                + overview;
    }

    private static String row(SourceSpec spec, ConnectorTests tests, Optional<Tables> tables) {
        return "| [%s](%s.md) | %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        spec.title(),
                        spec.type(),
                        tables.map(known -> Integer.toString(known.offered().size()))
                                .orElse("by account"),
                        tables.map(known -> Long.toString(known.incremental()))
                                .orElse(tests.claims(SourceBehavior.INCREMENTAL) ? "yes" : ""),
                        tests.deletes() ? "yes" : "",
                        tests.claims(SourceBehavior.CHECKPOINTS) ? "yes" : "",
                        tests.keepContract() ? "yes" : "",
                        tests.checksDocument() ? "yes" : "");
    }

    private static StringBuilder heading(String category) {
        return new StringBuilder("\n## " + category + "\n\n");
    }

    private static String entry(SourceSpec spec) {
        return "* [%s](%s.md) (`%s`): %s\n"
                .formatted(spec.title(), spec.type(), spec.type(), spec.description());
    }

    private static String page(SourceSpec spec, SourceEntry entry, Optional<Tables> tables) {
        String example = example(spec.type());
        return """
        # %s

        %s
        %s

        Category: %s. Type: `%s`. See also <%s>.%s
        %s%s
        ## Example

        In `.dango/sources.yml`:

        ```yaml
        %s```

        The same as a command:

        ```sh
        %s
        ```

        """
                        .formatted(
                                spec.title(),
                                GENERATED,
                                spec.description(),
                                spec.category(),
                                spec.type(),
                                spec.docs(),
                                reference(spec.type()),
                                section("Access", spec.access()),
                                section("Limits and costs", spec.limits()),
                                example,
                                ExampleCommands.adding(entry))
                + SettingsDocs.markdown(spec)
                + tables.map(ConnectorPages::table).orElse(isRemote(spec) ? BY_ACCOUNT : "");
    }

    private static String section(String title, String text) {
        return text.isEmpty() ? "" : "\n## " + title + "\n\n" + text + "\n";
    }

    /** Some connectors understand more than fits into a table of settings. */
    private static String reference(String type) {
        String file = type.replace('_', '-') + "-reference.md";
        return Files.exists(Documents.ROOT.resolve("docs").resolve(file))
                ? "\nAll that can be set is in [its reference](../" + file + ")."
                : "";
    }

    private static String example(String type) {
        return Documents.read(Documents.ROOT.resolve(EXAMPLES).resolve(type + ".yml"));
    }

    private Project project(String type, String example) throws IOException {
        Path folder = scratch.resolve(type);
        Files.createDirectories(folder.resolve(".dango"));
        Files.writeString(folder.resolve(".dango").resolve("project.yml"), "project: {}\n");
        Files.writeString(folder.resolve(".dango").resolve("sources.yml"), example);
        return Project.at(folder);
    }

    /**
     * The tables of a connector that can tell them without asking anybody.
     *
     * @param offered all there are
     * @param unasked the names of those that are loaded unless others are selected
     */
    private record Tables(List<ResourceSpec> offered, Set<String> unasked) {
        long incremental() {
            return offered.stream().filter(spec -> spec.cursor().isPresent()).count();
        }
    }

    private static Optional<Tables> tables(Source source, Project project, SourceEntry entry) {
        if (!isRemote(source.spec()) || !selectsTables(source.spec())) {
            return Optional.empty();
        }
        try {
            Set<String> unasked =
                    resources(source, project, entry, List.of()).stream()
                            .map(ResourceSpec::name)
                            .collect(Collectors.toSet());
            List<String> all = choices(source, project, entry);
            return Optional.of(new Tables(resources(source, project, entry, all), unasked));
        } catch (Exception e) {
            return Optional.empty(); // it asked, and nobody answers at NOWHERE
        }
    }

    private static boolean isRemote(SourceSpec spec) {
        return SettingsSchema.of(spec.config()).find(BASE_URL).isPresent();
    }

    private static List<String> choices(Source source, Project project, SourceEntry entry)
            throws Exception {
        try (MemoryRun run = run(source, project, entry, List.of())) {
            return source.choices(RESOURCES, run);
        }
    }

    /** What the connector offers when these names are selected. */
    private static List<ResourceSpec> resources(
            Source source, Project project, SourceEntry entry, List<String> selected)
            throws Exception {
        try (MemoryRun run = run(source, project, entry, selected)) {
            return source.resources(run).stream().map(Resource::spec).toList();
        }
    }

    private static MemoryRun run(
            Source source, Project project, SourceEntry entry, List<String> selected) {
        Map<String, Object> settings = new LinkedHashMap<>(entry.settings());
        settings.put(BASE_URL, NOWHERE);
        settings.put(RESOURCES, selected);
        SourceEntry selecting = SourceEntry.of(entry.name(), entry.type(), settings);
        return new MemoryRun(bind(source, project, selecting), CLOCK).impatient();
    }

    private static boolean selectsTables(SourceSpec spec) {
        return SettingsSchema.of(spec.config())
                .find(RESOURCES)
                .flatMap(field -> field.type().element())
                .filter(element -> element.kind() == Kind.STRING)
                .isPresent();
    }

    /** Checks the example as a sync would, with every variable it names set. */
    private static Record bind(Source source, Project project, SourceEntry entry) {
        Map<String, String> variables = new HashMap<>();
        entry.settings()
                .forEach(
                        (key, value) -> {
                            if (key.endsWith("_env")) {
                                variables.put(String.valueOf(value), "example");
                            }
                        });
        return new SettingsBinder(
                        project,
                        new Environment(project, variables),
                        SecretsToml.read(project),
                        new Redactor(),
                        CLOCK)
                .bind(source.spec().config(), entry)
                .config();
    }

    private static String table(Tables tables) {
        StringBuilder page =
                new StringBuilder(
                        """

                        ## Tables

                        | Table | Key | Each sync | Reads from |
                        |---|---|---|---|
                        """);
        tables.offered()
                .forEach(
                        spec ->
                                page.append(
                                        row(
                                                spec,
                                                tables.unasked().contains(spec.name())
                                                        ? ""
                                                        : ", if selected")));
        return page.toString();
    }

    private static String row(ResourceSpec spec, String when) {
        return "| `%s`%s | %s | %s | %s |\n"
                .formatted(
                        spec.name(),
                        when,
                        spec.primaryKey().isEmpty()
                                ? ""
                                : "`" + String.join("`, `", spec.primaryKey()) + "`",
                        switch (spec.mode()) {
                            case REPLACE -> "replaces all rows";
                            case APPEND -> "adds rows";
                            case MERGE -> "adds rows and replaces those with the same key";
                            case UPSERT -> "adds rows and changes those with the same key";
                            case INSERT_ONLY -> "adds rows with keys that are new";
                            case SCD2 -> "keeps every version of a row";
                        },
                        spec.cursor().map(ConnectorPages::cursor).orElse("the beginning"));
    }

    private static String cursor(CursorSpec cursor) {
        if (cursor.kind() == CursorSpec.Kind.OPAQUE) {
            return "where it ended";
        }
        return "the last `%s`%s".formatted(cursor.column(), lag(cursor.lag()));
    }

    private static String lag(Duration lag) {
        if (lag.isZero()) {
            return "";
        }
        return lag.toDays() > 0
                ? " less " + lag.toDays() + " days"
                : " less " + lag.toMinutes() + " minutes";
    }
}
