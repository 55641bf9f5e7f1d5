package dev.dango.spi;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * <em>Provided by Dango.</em> Writes records cell by cell. Cells that are not set are null. A
 * method that does not fit the declared {@link DataType} of its column throws {@code
 * IllegalArgumentException}.
 */
public interface RowWriter {

    /**
     * Sets an {@link DataType#INTEGER} cell.
     *
     * @param column index into the schema, from 0
     * @param value the value
     * @return this
     */
    RowWriter set(int column, long value);

    /**
     * Sets a {@link DataType#DOUBLE} cell.
     *
     * @param column index into the schema, from 0
     * @param value the value; NaN and infinities are kept
     * @return this
     */
    RowWriter set(int column, double value);

    /**
     * Sets a {@link DataType#BOOLEAN} cell.
     *
     * @param column index into the schema, from 0
     * @param value the value
     * @return this
     */
    RowWriter set(int column, boolean value);

    /**
     * Sets a {@link DataType#TEXT} or {@link DataType#JSON} cell.
     *
     * @param column index into the schema, from 0
     * @param value the text, or null
     * @return this
     */
    RowWriter set(int column, String value);

    /**
     * Sets a {@link DataType#BINARY} cell, or a {@link DataType#TEXT} or {@link DataType#JSON} cell
     * from UTF-8, which is faster than from a String.
     *
     * @param column index into the schema, from 0
     * @param value the bytes, or null; not copied until {@link #endRow}
     * @return this
     */
    RowWriter set(int column, byte[] value);

    /**
     * Sets a {@link DataType#DECIMAL} cell.
     *
     * @param column index into the schema, from 0
     * @param value the value, or null; it must fit the declared precision once its scale is set
     * @return this
     */
    RowWriter set(int column, BigDecimal value);

    /**
     * Sets a {@link DataType#DATE} cell.
     *
     * @param column index into the schema, from 0
     * @param value the value, or null
     * @return this
     */
    RowWriter set(int column, LocalDate value);

    /**
     * Sets a {@link DataType#TIME} cell.
     *
     * @param column index into the schema, from 0
     * @param value the value, or null
     * @return this
     */
    RowWriter set(int column, LocalTime value);

    /**
     * Sets a {@link DataType#TIMESTAMP} cell.
     *
     * @param column index into the schema, from 0
     * @param value the value, or null; kept to the microsecond
     * @return this
     */
    RowWriter set(int column, Instant value);

    /**
     * Sets a {@link DataType#LOCAL_TIMESTAMP} cell.
     *
     * @param column index into the schema, from 0
     * @param value the value, or null; kept to the microsecond
     * @return this
     */
    RowWriter set(int column, LocalDateTime value);

    /** Ends the record and starts the next, in which all cells are null. */
    void endRow();
}
