package dev.dango.connectors.postgres;

import dev.dango.spi.RowWriter;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Copies the cells of one column, without boxing them. */
@FunctionalInterface
interface CellCopier {

    /**
     * Copies the cell of the current row.
     *
     * @param from the rows
     * @param to where the cell goes; left unset if it is null
     * @return about how many bytes the value takes
     * @throws SQLException if the driver cannot read the value
     * @throws dev.dango.spi.SourceException of kind DATA if Dango has no place for the value
     */
    int copy(ResultSet from, RowWriter to) throws SQLException;
}
