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

    /** The menu as lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String category = "";
        for (int i = 0; i < specs.size(); i++) {
            SourceSpec spec = specs.get(i);
            if (!spec.category().equals(category)) {
                category = spec.category();
                lines.add("");
                lines.add("  " + category);
            }
            lines.add(String.format("  %3d. %s", i + 1, spec.title()));
        }
        broken.forEach(problem -> lines.add("  (not available: " + problem + ")"));
        lines.add("");
        return lines;
    }

    /** The type that an answer means: its number, its name, its title or how that begins. */
    Optional<SourceSpec> choose(String answer) {
        if (answer.matches("\\d{1,4}")) {
            int number = Integer.parseInt(answer);
            return number >= 1 && number <= specs.size()
                    ? Optional.of(specs.get(number - 1))
                    : Optional.empty();
        }
        return specs.stream()
                .filter(
                        spec ->
                                spec.type().equalsIgnoreCase(answer)
                                        || spec.title().equalsIgnoreCase(answer))
                .findFirst()
                .or(() -> onlyBeginningWith(answer));
    }

    private Optional<SourceSpec> onlyBeginningWith(String answer) {
        List<SourceSpec> found =
                specs.stream()
                        .filter(
                                spec ->
                                        !answer.isEmpty()
                                                && spec.title()
                                                        .regionMatches(
                                                                true,
                                                                0,
                                                                answer,
                                                                0,
                                                                answer.length()))
                        .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** What to say when an answer means no type. */
    String problem(String answer) {
        List<String> names = specs.stream().map(SourceSpec::type).toList();
        return "Please answer with a number from 1 to "
                + specs.size()
                + " or a name"
                + Nearest.question(answer, names);
    }
}
