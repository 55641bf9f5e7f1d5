package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema.OnChange;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Keeps files to the contract of their table. DuckDB reads files whole, so that nothing of them can
 * be left out: whatever a contract does not let in fails the table.
 */
final class FileContract {

    private final Session session;
    private final ResourceLoad load;
    private final boolean guards;

    /**
     * For one resource.
     *
     * @param guards whether its table was there before the load
     */
    FileContract(Session session, ResourceLoad load, boolean guards) {
        this.session = session;
        this.load = load;
        this.guards = guards;
    }

    /** Refuses a column that the table does not have. */
    void refuseColumn(FileRows scan, String column, String type) throws SQLException {
        if (guards && load.contract().columns() != OnChange.EVOLVE) {
            throw refusal(
                    "%s brings the new column %s (%s), but the columns of table %s are frozen"
                            .formatted(file(scan, column, "true"), column, type, load.table()),
                    "columns");
        }
    }

    /** Refuses values that need a variant column. */
    void refuseValue(FileRows scan, String column, String type, String misfit, String there)
            throws SQLException {
        if (guards && load.contract().dataType() != OnChange.EVOLVE) {
            String value =
                    session.query(
                                    "SELECT %s%s FROM %s WHERE %s LIMIT 1"
                                            .formatted(
                                                    Sql.name(column),
                                                    type.equals("JSON") ? "->>'$'" : "::VARCHAR",
                                                    scan.sql(),
                                                    misfit),
                                    row -> row.getString(1))
                            .get(0);
            throw refusal(
                    "%s has the value \"%s\" for column %s (%s), but the types of table %s are frozen"
                            .formatted(
                                    file(scan, column, misfit),
                                    value.length() <= 60 ? value : value.substring(0, 60) + "...",
                                    column,
                                    there,
                                    load.table()),
                    "data_type");
        }
    }

    /** The name of the file that is to blame. */
    private String file(FileRows scan, String column, String condition) throws SQLException {
        String path = scan.files().get(0).path();
        if (scan.files().size() > 1) {
            path =
                    session.query(
                                    "SELECT %s FROM %s WHERE %s ORDER BY %s IS NULL LIMIT 1"
                                            .formatted(
                                                    FileRows.FILE_COLUMN,
                                                    scan.sql(),
                                                    condition,
                                                    Sql.name(column)),
                                    row -> row.getString(1))
                            .get(0);
        }
        return Path.of(path).getFileName().toString();
    }

    private static SourceException refusal(String sentence, String entity) {
        return SourceException.of(ErrorKind.DATA, sentence)
                .hint(
                        "Nothing of the table was loaded. Correct the file, or set schema_contract: {%s: evolve}."
                                .formatted(entity));
    }
}
