package dev.dango.engine.project;

import dev.dango.engine.project.SourcesParser.Item;
import dev.dango.engine.project.SourcesParser.Parsed;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code .dango/sources.yml}: the configured sources. Immutable; an edit changes the file as it is
 * on disk at that moment, touches only the lines it is about, and is saved only if the result holds
 * exactly what was asked for.
 */
public final class SourcesFile {

    private static final String NAME = ".dango/sources.yml";

    private final Path path;
    private final Parsed parsed;

    private SourcesFile(Path path, Parsed parsed) {
        this.path = path;
        this.parsed = parsed;
    }

    /**
     * Reads the file of a project. A missing file is one without sources.
     *
     * @param project whose
     * @return never null
     * @throws SourceException of kind CONFIG if the file as a whole cannot be used: bad YAML,
     *     unknown version, unknown key at the top
     */
    public static SourcesFile read(Project project) {
        return read(project.sourcesFile());
    }

    private static SourcesFile read(Path path) {
        return new SourcesFile(path, SourcesParser.parse(NAME, AtomicFiles.read(path).orElse("")));
    }

    /**
     * Says what is wrong with a text that is to become this file.
     *
     * @param text all of it
     * @return sentences that begin with the place; empty if nothing is wrong
     */
    public static List<String> validate(String text) {
        try {
            return SourcesParser.parse(NAME, text).problems().stream()
                    .map(SourceProblem::message)
                    .toList();
        } catch (SourceException e) {
            return List.of(e.getMessage());
        }
    }

    /**
     * Says what is wrong with a name that is to be given to a new source.
     *
     * @param name in lower case
     * @return a sentence, or empty if it can be taken
     */
    public Optional<String> nameProblem(String name) {
        return EntryParser.nameProblem(name)
                .or(() -> parsed.named(name).stream().findFirst().map(item -> taken(name, item)));
    }

    private String taken(String name, Item item) {
        int line = parsed.yaml().line(item.node());
        return "the name \"" + name + "\" is taken by the source in line " + line + ".";
    }

    /**
     * The file.
     *
     * @return absolute; it may be missing
     */
    public Path path() {
        return path;
    }

    /**
     * The entries that can be used, in order.
     *
     * @return unmodifiable
     */
    public List<SourceEntry> entries() {
        return parsed.entries();
    }

    /**
     * What is wrong with the other entries, in order.
     *
     * @return unmodifiable; empty if all can be used
     */
    public List<SourceProblem> problems() {
        return parsed.problems();
    }

    /**
     * Looks for an entry.
     *
     * @param name its name, in any case
     * @return empty if there is none, or none that can be used
     */
    public Optional<SourceEntry> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return entries().stream().filter(entry -> entry.name().equals(lower)).findFirst();
    }

    /**
     * Gets an entry.
     *
     * @param name its name, in any case
     * @return never null
     * @throws SourceException of kind CONFIG if there is none, with the nearest name, or if it
     *     cannot be used, with the reason
     */
    public SourceEntry require(String name) {
        return find(name).orElseThrow(() -> whyNot(name.toLowerCase(Locale.ROOT)));
    }

    private SourceException whyNot(String name) {
        return parsed.named(name).stream()
                .flatMap(item -> item.problems().stream())
                .findFirst()
                .map(SourceProblem::toException)
                .orElseGet(() -> unknown(name));
    }

    private SourceException unknown(String name) {
        List<String> names =
                parsed.items().stream().flatMap(item -> item.name().stream()).distinct().toList();
        String hint =
                names.isEmpty()
                        ? "There are no sources yet; add one with dango source add."
                        : "The sources are: " + String.join(", ", names) + ".";
        return SourceException.of(
                        ErrorKind.CONFIG,
                        "Unknown source \"" + name + "\"" + Nearest.question(name, names))
                .hint(hint);
    }

    /**
     * Appends an entry to the list.
     *
     * @param entry what to add; its line does not matter
     * @return the file as it is now
     * @throws SourceException of kind CONFIG if the name cannot be taken or the file not be changed
     */
    public SourcesFile add(SourceEntry entry) {
        SourcesFile current = read(path);
        current.nameProblem(entry.name())
                .ifPresent(
                        sentence -> {
                            throw SourceException.of(
                                            ErrorKind.CONFIG,
                                            "A source cannot be added: " + sentence)
                                    .hint("Choose another name.");
                        });
        return current.save(
                new SourcesEditor(current.parsed).add(entry),
                before -> Stream.concat(before.stream(), Stream.of(entry)).toList());
    }

    /**
     * Takes an entry out, also one that cannot be used.
     *
     * @param name its name, in any case
     * @return the file as it is now
     * @throws SourceException of kind CONFIG if there is no such entry or the file cannot be
     *     changed
     */
    public SourcesFile remove(String name) {
        SourcesFile current = read(path);
        Item item = current.only(name);
        return current.save(
                new SourcesEditor(current.parsed).remove(item),
                before -> before.stream().filter(entry -> !isNamed(entry, item)).toList());
    }

    /**
     * Enables or disables an entry.
     *
     * @param name its name, in any case
     * @param enabled whether a sync of all sources is to include it
     * @return the file as it is now
     * @throws SourceException of kind CONFIG if there is no such entry, it cannot be used, or the
     *     file cannot be changed
     */
    public SourcesFile setEnabled(String name, boolean enabled) {
        SourcesFile current = read(path);
        if (current.require(name).enabled() == enabled) {
            return current;
        }
        Item item = current.only(name);
        return current.save(
                new SourcesEditor(current.parsed).setEnabled(item, enabled),
                before ->
                        before.stream()
                                .map(entry -> isNamed(entry, item) ? with(entry, enabled) : entry)
                                .toList());
    }

    private static boolean isNamed(SourceEntry entry, Item item) {
        return item.name().filter(entry.name()::equals).isPresent();
    }

    private Item only(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        List<Item> found = parsed.named(lower);
        if (found.size() != 1) {
            throw whyNot(lower);
        }
        return found.get(0);
    }

    private SourcesFile save(
            String text, Function<List<SourceEntry>, List<SourceEntry>> expectation) {
        Parsed changed = parseChanged(text);
        boolean asExpected =
                comparable(changed.entries()).equals(comparable(expectation.apply(entries())));
        if (!asExpected || changed.problems().size() > problems().size()) {
            throw notChangeable();
        }
        AtomicFiles.write(path, text);
        return new SourcesFile(path, changed);
    }

    private static Parsed parseChanged(String text) {
        try {
            return SourcesParser.parse(NAME, text);
        } catch (SourceException e) {
            throw notChangeable().causedBy(e);
        }
    }

    private static SourceException notChangeable() {
        return SourceException.of(
                        ErrorKind.CONFIG,
                        NAME + " is laid out in a way that cannot be changed automatically.")
                .hint("Change it by hand: dango source edit.");
    }

    /** Lines move, and a number may come back as another class of number. */
    private static List<String> comparable(List<SourceEntry> entries) {
        List<String> texts = new ArrayList<>();
        entries.forEach(entry -> texts.add(at(entry, entry.enabled(), 0).toString()));
        return texts;
    }

    private static SourceEntry with(SourceEntry entry, boolean enabled) {
        return at(entry, enabled, entry.line());
    }

    private static SourceEntry at(SourceEntry entry, boolean enabled, int line) {
        return new SourceEntry(
                entry.name(),
                entry.type(),
                enabled,
                entry.description(),
                entry.tags(),
                entry.lookbackDays(),
                entry.settings(),
                entry.tables(),
                line);
    }
}
