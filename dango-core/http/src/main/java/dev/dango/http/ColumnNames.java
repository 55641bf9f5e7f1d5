package dev.dango.http;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names the columns of fields that users named themselves, so that no two fields end up in one
 * column: Dango keeps of a name only what goes without quotes in SQL, so that {@code Price (€)} and
 * {@code Price ($)} would be the same. Of one table; not thread-safe.
 */
public final class ColumnNames {

    private final Set<String> taken = new HashSet<>();

    /**
     * Starts with the columns that are there anyway.
     *
     * @param columns their names
     */
    public ColumnNames(String... columns) {
        Arrays.stream(columns).map(ColumnNames::core).forEach(taken::add);
    }

    /**
     * The column of a field. Ask for the fields in an order that stays the same.
     *
     * @param name what users call the field
     * @param id what it is called for good; stands in the column's name where the field's own name
     *     is taken, or has no letter that a column can have
     * @return never null
     */
    public String of(String name, String id) {
        String core = core(name);
        // dots and double underscores would lead into nested columns
        String plain = name.replace('.', '_').replaceAll("__+", "_");
        String column = core.isEmpty() ? id : taken.contains(core) ? plain + "_" + id : plain;
        taken.add(core(column));
        return column;
    }

    /** What is left of a name at least: its words. Names that differ in it differ as columns. */
    private static String core(String name) {
        return name.replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("([^_])([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("^_+|_+$", "")
                .replaceAll("__+", "_")
                .toLowerCase(Locale.ROOT);
    }
}
