package dev.dango.engine.record;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema.OnChange;

/**
 * Something in a record that a contract does not let into its table.
 *
 * @param table the table it would have gone to
 * @param column the column; null if the whole table is new
 * @param reason what is new about it
 * @param change what the contract says; never EVOLVE
 * @param value as text, shortened
 * @param expected dlt's word for the type of the column; null if there is none
 * @param found dlt's word for the type of the value
 */
record Refusal(
        String table,
        String column,
        Reason reason,
        OnChange change,
        String value,
        String expected,
        String found) {

    private static final int KEPT = 1_000;
    private static final int SHOWN = 60;

    /** What a contract speaks of. */
    enum Reason {
        NEW_TABLE("new table", "tables"),
        NEW_COLUMN("new column", "columns"),
        OTHER_TYPE("other type", "data_type");

        private final String words;
        private final String entity;

        Reason(String words, String entity) {
            this.words = words;
            this.entity = entity;
        }

        /** For people to read. */
        String words() {
            return words;
        }
    }

    Refusal {
        value = value == null ? null : shortened(value, KEPT);
    }

    static Refusal ofTable(String table) {
        return new Refusal(table, null, Reason.NEW_TABLE, OnChange.DISCARD_ROW, null, null, null);
    }

    static Refusal ofList(String table, OnChange change, String list) {
        return new Refusal(table, null, Reason.NEW_TABLE, change, list, null, "json");
    }

    static Refusal ofColumn(String table, String column, OnChange change, Value value) {
        return new Refusal(
                table,
                column,
                Reason.NEW_COLUMN,
                change,
                value.asText(),
                null,
                ColumnType.ofValue(value).word());
    }

    static Refusal ofType(String table, Column column, OnChange change, Value value) {
        return new Refusal(
                table,
                column.name(),
                Reason.OTHER_TYPE,
                change,
                value.asText(),
                column.type().word(),
                ColumnType.ofValue(value).word());
    }

    /** The failure of a resource whose contract is frozen. */
    SourceException frozen(String record) {
        String what =
                switch (reason) {
                    case NEW_TABLE ->
                            "needs the new table %s for the list %s, but new tables are frozen"
                                    .formatted(table, shortened(value, SHOWN));
                    case NEW_COLUMN ->
                            "brings the new column %s with the value \"%s\" (%s), but the columns of table %s are frozen"
                                    .formatted(column, shortened(value, SHOWN), found, table);
                    case OTHER_TYPE ->
                            "has the value \"%s\" (%s) for column %s (%s), but the types of table %s are frozen"
                                    .formatted(
                                            shortened(value, SHOWN),
                                            found,
                                            column,
                                            expected,
                                            table);
                };
        return SourceException.of(ErrorKind.DATA, record + " " + what)
                .hint(
                        "Nothing of it was loaded. Set schema_contract: {%s: evolve} to take it, or discard_value to leave it out."
                                .formatted(reason.entity));
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }
}
