package dev.dango.cli.view;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a load did to the shape of a table, for people. */
final class SchemaWords {

    /** How the engine reports a table that did not exist before. */
    private static final String NEW_TABLE = "+ table";

    private SchemaWords() {}

    /** Empty if nothing changed. */
    static Optional<String> of(List<String> changes) {
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        changes.stream()
                                .map(change -> change.equals(NEW_TABLE) ? "new table" : change)
                                .collect(Collectors.joining(", ")));
    }
}
