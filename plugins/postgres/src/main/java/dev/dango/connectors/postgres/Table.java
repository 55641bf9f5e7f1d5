package dev.dango.connectors.postgres;

import dev.dango.spi.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table or view.
 *
 * @param schema the schema it is in
 * @param name as the server has it, in its case
 * @param isView whether it is a view or a materialized view
 * @param columns in their order
 * @param primaryKey names of the columns of its primary key, in the key's order; may be empty
 */
record Table(
        String schema, String name, boolean isView, List<Column> columns, List<String> primaryKey) {

    /**
     * The name as SQL takes it.
     *
     * @return with its schema
     */
    String quoted() {
        return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }

    /**
     * Finds a column.
     *
     * @param column its name
     * @return empty if there is none
     */
    Optional<Column> column(String column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /**
     * Reads these columns only.
     *
     * @param kept in their order
     * @return a changed copy, without a primary key if a part of it is not kept
     */
    Table with(List<Column> kept) {
        List<String> names = kept.stream().map(Column::name).toList();
        return new Table(
                schema, name, isView, kept, names.containsAll(primaryKey) ? primaryKey : List.of());
    }

    /**
     * The query for all rows.
     *
     * @return without a WHERE clause
     */
    String select() {
        return columns.stream()
                .map(Column::expression)
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + quoted()));
    }

    /**
     * What is declared to Dango.
     *
     * @return the columns in their order
     */
    TableSchema declared() {
        TableSchema declared = TableSchema.empty();
        for (Column column : columns) {
            declared =
                    switch (column.type()) {
                        case DECIMAL ->
                                declared.withDecimal(
                                        column.name(), column.precision(), column.scale());
                        default -> declared.with(column.name(), column.type());
                    };
        }
        return declared;
    }
}
