package dev.dango.spi;

import java.nio.file.Path;
import java.util.Map;

/**
 * <em>Provided by Dango.</em> Where the records of one slice go. Confined to the thread that reads
 * the slice.
 *
 * <p>Every method may block while what was pushed before is being written, and throws a {@link
 * SourceException} of kind {@link ErrorKind#CANCELLED} when the run is cancelled, so a loop that
 * writes needs no further checks.
 */
public interface RecordSink {

    /**
     * Pushes one record.
     *
     * @param values by name; values may be null, String, Boolean, any Number, {@code Instant},
     *     {@code OffsetDateTime}, {@code LocalDateTime}, {@code LocalDate}, {@code LocalTime},
     *     {@code UUID}, {@code byte[]}, an enum, and Maps and Iterables of these
     */
    void row(Map<String, ?> values);

    /**
     * Opens the fast way in for records whose columns are known: cells by index, no names.
     *
     * @param schema the columns, in the order of their indexes
     * @return a writer to be used by this thread, until the slice ends
     */
    RowWriter rows(TableSchema schema);

    /**
     * Pushes records as JSON, as they came from the wire. The bytes are not kept: the array may be
     * used again afterwards.
     *
     * @param utf8 holds one JSON object, or one array of objects
     * @param offset first byte
     * @param length number of bytes
     * @throws SourceException of kind {@link ErrorKind#REMOTE} if it is not JSON
     */
    void json(byte[] utf8, int offset, int length);

    /**
     * Has DuckDB read a whole file while loading; its rows never pass through Java. The file must
     * stay as it is until the run has ended.
     *
     * @param file an existing file
     * @param format how to read it
     * @param options options of DuckDB's reader for that format, by their names there ({@code
     *     delim}, {@code header}, {@code encoding} ...)
     * @param columns columns to add to every row of the file, in their order: String, Long, Double,
     *     Boolean or {@code Instant}
     */
    void file(Path file, FileFormat format, Map<String, String> options, Map<String, ?> columns);

    /**
     * Has the rows with this key deleted before any row of this run is inserted.
     *
     * @param key the primary key or the merge key of the resource, complete, by name
     * @throws SourceException of kind {@link ErrorKind#CONFIG} unless the resource is written in a
     *     mode that {@linkplain WriteMode#deletesByKey() deletes by key}; users may choose another
     *     one than the connector
     */
    void delete(Map<String, ?> key);

    /**
     * Says that the slice has been read up to a value of the cursor's column although no record
     * holds it: a parent without children, an empty page with a time. The position moves on as if
     * such a record had passed; without effect for resources whose cursor names no column.
     *
     * @param value as a record would hold it; one that is no position is passed over
     */
    default void passed(Object value) {}

    /**
     * Makes all records so far and the cursor's position a point to start again from.
     *
     * <p>Cheap enough for every page; too dear for every record.
     */
    void checkpoint();

    /**
     * Tells whether reading on is of no use: the limit is reached, or records come ordered by the
     * cursor and have left the window. Ask after each page.
     *
     * @return true to stop reading; what is pushed afterwards is ignored
     */
    boolean satisfied();
}
