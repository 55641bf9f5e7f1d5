package dev.dango.connectors.postgres;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tables the settings select, with which columns, and what tells their new rows from old
 * ones.
 *
 * @param table the table with the columns that are loaded
 * @param cursor the column that tells new rows from old ones; empty if the table is read in full
 */
record TablePlan(Table table, Optional<Column> cursor) {

    /**
     * Applies the settings.
     *
     * @param settings the user's settings
     * @param all all tables and views of the schema
     * @return in the order in which the settings name them
     * @throws SourceException of kind NOT_FOUND or CONFIG if the settings name what is not there
     */
    static List<TablePlan> of(PostgresSettings settings, List<Table> all) {
        ColumnGlobs excluded = new ColumnGlobs("exclude_columns", settings.excludeColumns(), all);
        ColumnGlobs asText = new ColumnGlobs("as_text", settings.asText(), all);
        checkIncremental(settings, all);
        List<TablePlan> plans = new ArrayList<>();
        for (Table table : select(settings, all)) {
            List<Column> columns =
                    table.columns().stream()
                            .filter(c -> !excluded.contains(table, c))
                            .map(c -> asText.contains(table, c) ? c.asText() : c)
                            .toList();
            Table loaded = table.with(columns);
            Optional<Column> cursor = cursorName(settings, table).map(c -> cursor(loaded, c));
            if (cursor.isPresent() && !loaded.primaryKey().equals(table.primaryKey())) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "The setting exclude_columns leaves out a part of the primary key"
                                        + " of table \""
                                        + table.name()
                                        + "\", whose rows are merged by it.")
                        .hint("Keep the columns " + table.primaryKey() + ".");
            }
            plans.add(new TablePlan(loaded, cursor));
        }
        return plans;
    }

    private static List<Table> select(PostgresSettings settings, List<Table> all) {
        if (settings.resources().isEmpty()) {
            return all.stream().filter(t -> settings.includeViews() || !t.isView()).toList();
        }
        Map<String, Table> selected = new LinkedHashMap<>();
        for (String text : settings.resources()) {
            Glob glob = new Glob(text);
            List<Table> found =
                    all.stream()
                            .filter(t -> t.name().equals(text) || glob.matches(t.name()))
                            .filter(
                                    t ->
                                            t.name().equals(text)
                                                    || settings.includeViews()
                                                    || !t.isView())
                            .toList();
            if (found.isEmpty()) {
                throw notFound(settings.schema(), text, all);
            }
            found.forEach(t -> selected.put(t.name(), t));
        }
        return List.copyOf(selected.values());
    }

    private static SourceException notFound(String schema, String text, List<Table> all) {
        String what = new Glob(text).isName() ? "table" : "table like";
        return SourceException.of(
                        ErrorKind.NOT_FOUND,
                        "There is no " + what + " \"" + text + "\" in schema \"" + schema + "\".")
                .hint("Correct resources.")
                .didYouMean(text, names(all));
    }

    private static List<String> names(List<Table> tables) {
        return tables.stream().map(Table::name).toList();
    }

    private static void checkIncremental(PostgresSettings settings, List<Table> all) {
        for (String table : settings.incremental().keySet()) {
            if (!names(all).contains(table)) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "The setting incremental names table \""
                                        + table
                                        + "\", which is not in schema \""
                                        + settings.schema()
                                        + "\".")
                        .hint("Correct incremental.")
                        .didYouMean(table, names(all));
            }
        }
    }

    private static Optional<String> cursorName(PostgresSettings settings, Table table) {
        return Optional.ofNullable(settings.incremental().get(table.name()))
                .or(() -> settings.incrementalColumn().filter(c -> table.column(c).isPresent()));
    }

    private static Column cursor(Table table, String name) {
        List<String> names = table.columns().stream().map(Column::name).toList();
        Column column =
                table.column(name)
                        .orElseThrow(
                                () ->
                                        SourceException.of(
                                                        ErrorKind.CONFIG,
                                                        "Table \""
                                                                + table.name()
                                                                + "\" has no column \""
                                                                + name
                                                                + "\" that could tell new rows from"
                                                                + " old ones.")
                                                .hint("Correct incremental.")
                                                .didYouMean(name, names));
        if (!CursorQuery.supports(column)) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "Column \""
                                    + name
                                    + "\" of table \""
                                    + table.name()
                                    + "\" cannot tell new rows from old ones.")
                    .hint("Choose a timestamp, date, integer or text column.");
        }
        return column;
    }
}
