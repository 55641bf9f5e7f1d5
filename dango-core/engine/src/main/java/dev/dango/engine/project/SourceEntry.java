package dev.dango.engine.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One configured source, as it stands in {@code .dango/sources.yml}.
 *
 * @param name unique in the project: lower-case letters, digits and underscores
 * @param type the connector's type
 * @param enabled whether a sync of all sources includes it
 * @param description free text
 * @param tags free words
 * @param lookbackDays how many days before its position each sync reads again
 * @param settings the connector's settings as written, from the block named like the type or from
 *     {@code generic_config}
 * @param line where the entry begins in the file, from 1
 */
public record SourceEntry(
        String name,
        String type,
        boolean enabled,
        Optional<String> description,
        List<String> tags,
        OptionalInt lookbackDays,
        Map<String, Object> settings,
        int line) {

    /**
     * The schema in the warehouse that holds the tables of this source, as the original names it.
     *
     * @return {@code raw_} and the name
     */
    public String schema() {
        return "raw_" + name;
    }
}
