package dev.dango.engine.record;

/**
 * A column of a table.
 *
 * @param id its number within the table, from 0
 * @param name in snake_case
 * @param type fixed by its first value, by a declaration or by the warehouse
 */
public record Column(int id, String name, ColumnType type) {

    /** How the names of those begin that Dango keeps for itself. */
    static final String SYSTEM = "_dlt_";

    /**
     * Whether Dango keeps it for itself.
     *
     * @return true for {@code _dlt_id} and its like
     */
    public boolean isSystem() {
        return name.startsWith(SYSTEM);
    }
}
