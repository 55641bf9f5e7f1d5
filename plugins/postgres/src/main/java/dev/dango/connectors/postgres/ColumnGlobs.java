package dev.dango.connectors.postgres;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.List;

/** Columns of several tables, each written {@code table.column}, both of them globs. Immutable. */
final class ColumnGlobs {

    private record Entry(Glob table, Glob column) {
        boolean matches(Table in, Column of) {
            return table.matches(in.name()) && column.matches(of.name());
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    /**
     * Reads a setting.
     *
     * @param setting its name, for messages
     * @param texts its value
     * @param tables all tables of the schema, selected or not
     * @throws SourceException of kind CONFIG if an entry means no column of these tables: with a
     *     typing error a column that is to be left out would be loaded
     */
    ColumnGlobs(String setting, List<String> texts, List<Table> tables) {
        for (String text : texts) {
            int dot = text.indexOf('.');
            Entry entry =
                    new Entry(
                            new Glob(text.substring(0, Math.max(dot, 0))),
                            new Glob(text.substring(dot + 1)));
            if (tables.stream().noneMatch(t -> hits(entry, t))) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "The setting "
                                        + setting
                                        + " names \""
                                        + text
                                        + "\", which is no column of any table.")
                        .hint("Write it table.column.")
                        .didYouMean(text, columnNames(tables));
            }
            entries.add(entry);
        }
    }

    private static boolean hits(Entry entry, Table table) {
        return table.columns().stream().anyMatch(c -> entry.matches(table, c));
    }

    private static List<String> columnNames(List<Table> tables) {
        return tables.stream()
                .flatMap(t -> t.columns().stream().map(c -> t.name() + "." + c.name()))
                .toList();
    }

    /**
     * Whether the setting means this column.
     *
     * @param table its table
     * @param column the column
     * @return true if an entry fits
     */
    boolean contains(Table table, Column column) {
        return entries.stream().anyMatch(entry -> entry.matches(table, column));
    }
}
