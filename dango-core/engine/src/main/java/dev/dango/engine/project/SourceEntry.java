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
 * @param tables what the user says about how its tables are written
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
        TableRules tables,
        int line) {

    /**
     * An enabled entry that stands in no file yet.
     *
     * @param name unique in the project
     * @param type the connector's type
     * @param settings the connector's settings
     * @return an entry in line 0
     */
    public static SourceEntry of(String name, String type, Map<String, Object> settings) {
        return new SourceEntry(
                name,
                type,
                true,
                Optional.empty(),
                List.of(),
                OptionalInt.empty(),
                settings,
                TableRules.NONE,
                0);
    }

    /**
     * The schema in the warehouse that holds the tables of this source, as the original names it.
     *
     * @return {@code raw_} and the name
     */
    public String schema() {
        return "raw_" + name;
    }
}
