package dev.dango.engine.settings;

import dev.dango.engine.project.SourceEntry;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Collects everything that is wrong with the settings of a source, to be told at once. */
final class Problems {

    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final String subject;
    private final String hint;

    Problems(SourceEntry entry) {
        String place = entry.line() > 0 ? " (.dango/sources.yml, line " + entry.line() + ")" : "";
        this.hint =
                entry.line() > 0 ? "Correct it with dango source edit " + entry.name() + "." : "";
        this.subject = "Source \"" + entry.name() + "\"" + place;
    }

    void error(String sentence) {
        errors.add(sentence);
    }

    void warning(String sentence) {
        warnings.add(withSubject(sentence));
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    List<String> errors() {
        return errors;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Errors that are tolerated, and warnings. */
    List<String> all() {
        return Stream.concat(errors.stream().map(this::withSubject), warnings.stream()).toList();
    }

    private String withSubject(String sentence) {
        return subject + ": " + sentence;
    }

    /** One problem makes one sentence, several make a list. */
    SourceException toException() {
        String message =
                errors.size() == 1
                        ? withSubject(errors.get(0))
                        : subject
                                + " has "
                                + errors.size()
                                + " problems:\n  - "
                                + String.join("\n  - ", errors);
        return SourceException.of(ErrorKind.CONFIG, message).hint(hint);
    }
}
