package dev.dango.cli.add;

import dev.dango.engine.project.Nearest;
import dev.dango.engine.source.InstalledSource;
import dev.dango.engine.source.SourceCatalog;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The source types to choose from, numbered through under the headings of their categories. */
final class TypeMenu {

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

    private final List<SourceSpec> specs = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    TypeMenu(SourceCatalog catalog) {
        for (String type : catalog.types()) {
            try {
                catalog.find(type).map(InstalledSource::source).ifPresent(s -> specs.add(s.spec()));
            } catch (SourceException e) {
                broken.add(type + ": " + e.getMessage());
            }
        }
        specs.sort(
                Comparator.comparingInt((SourceSpec spec) -> rank(spec.category()))
                        .thenComparing(spec -> spec.category())
                        .thenComparing(spec -> spec.title().toLowerCase(Locale.ROOT)));
    }

    private static int rank(String category) {
        int rank = CATEGORIES.indexOf(category);
        return rank < 0 ? CATEGORIES.size() : rank;
    }

    /** Whether there is nothing to choose. */
    boolean isEmpty() {
        return specs.isEmpty();
    }

    /**
     * An entry of the menu.
     *
     * @param number what picks it
     * @param spec the source type
     */
    record Entry(int number, SourceSpec spec) {

        String label() {
            return String.format(Locale.ROOT, "%3d. %s", number, spec.title());
        }

        /** Whether each word is somewhere in what people may know the type by. */
        private boolean holds(List<String> words) {
            String known =
                    String.join(" ", spec.type(), spec.title(), spec.category(), spec.description())
                            .toLowerCase(Locale.ROOT);
            return words.stream().allMatch(known::contains);
        }
    }

    /** The whole menu as lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String category = "";
        for (Entry entry : entries()) {
            if (!entry.spec().category().equals(category)) {
                category = entry.spec().category();
                lines.add("");
                lines.add("  " + category);
            }
            lines.add("  " + entry.label());
        }
        lines.addAll(unavailable());
        lines.add("");
        return lines;
    }

    /** What cannot be chosen, and why. */
    List<String> unavailable() {
        return broken.stream().map(problem -> "  (not available: " + problem + ")").toList();
    }

    private List<Entry> entries() {
        return IntStream.range(0, specs.size())
                .mapToObj(i -> new Entry(i + 1, specs.get(i)))
                .toList();
    }

    /**
     * What an answer may mean, the likeliest first: the number or name itself, then titles that
     * begin so, then whatever has all its words in title, category or description.
     *
     * @param answer as typed; all entries in the menu's order if it is blank
     */
    List<Entry> matching(String answer) {
        String text = answer.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return entries();
        }
        if (text.matches("\\d{1,4}")) {
            int number = Integer.parseInt(text);
            return entries().stream().filter(entry -> entry.number() == number).toList();
        }
        List<String> words = List.of(text.split("\\s+"));
        return entries().stream()
                .filter(entry -> entry.holds(words))
                .sorted(Comparator.comparingInt(entry -> distance(entry.spec(), text)))
                .toList();
    }

    private static int distance(SourceSpec spec, String text) {
        String title = spec.title().toLowerCase(Locale.ROOT);
        if (spec.type().equals(text) || title.equals(text)) {
            return 0;
        }
        if (title.startsWith(text) || spec.type().startsWith(text)) {
            return 1;
        }
        return title.contains(text) ? 2 : 3;
    }

    /** The type that an answer means, if it means one only. */
    Optional<SourceSpec> choose(String answer) {
        List<Entry> found = answer.isBlank() ? List.of() : matching(answer);
        boolean clear =
                found.size() == 1
                        || (!found.isEmpty() && distance(found.get(0).spec(), text(answer)) == 0)
                        || onlyBeginningWith(found, text(answer));
        return clear ? Optional.of(found.get(0).spec()) : Optional.empty();
    }

    private static String text(String answer) {
        return answer.strip().toLowerCase(Locale.ROOT);
    }

    private static boolean onlyBeginningWith(List<Entry> found, String text) {
        return found.stream().filter(entry -> distance(entry.spec(), text) <= 1).count() == 1;
    }

    /** What to say when an answer means no type. */
    String problem(String answer) {
        List<Entry> found = answer.isBlank() ? List.of() : matching(answer);
        if (!found.isEmpty()) {
            return found.stream()
                    .map(entry -> entry.label() + ": " + entry.spec().description())
                    .collect(Collectors.joining("\n  ", "That may mean\n  ", ""));
        }
        List<String> names = specs.stream().map(SourceSpec::type).toList();
        return "Please answer with a number from 1 to "
                + specs.size()
                + " or a name"
                + Nearest.question(answer, names);
    }
}
