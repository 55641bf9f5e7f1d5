package dev.dango.engine.record;

import dev.dango.engine.state.CursorState;
import dev.dango.spi.FileFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the rows of one slice are kept until they are loaded. Used by one thread. */
public interface StageOutput {

    /**
     * Writes rows out.
     *
     * @param tables the rows; they are not kept
     */
    void rows(List<TableBuffer> tables);

    /**
     * Notes a file that DuckDB is to read.
     *
     * @param file an existing file
     * @param format how to read it
     * @param options options of the reader
     * @param columns columns to add to every row
     */
    void file(Path file, FileFormat format, Map<String, String> options, Map<String, ?> columns);

    /**
     * Notes a key whose rows are to go.
     *
     * @param key by the names the connector uses
     */
    void delete(Map<String, ?> key);

    /**
     * Makes everything so far a point to start again from.
     *
     * @param cursor where the slice stands; empty if it has not moved
     * @param forget whether the slice's position is to be dropped
     * @param progress what was taken since the last checkpoint
     * @param done whether the slice has been read to its end
     */
    void checkpoint(Optional<CursorState> cursor, boolean forget, Progress progress, boolean done);

    /**
     * What was taken since the last checkpoint.
     *
     * @param records records that are kept
     * @param discarded records that a contract left out
     * @param rejected records, values and lists that a contract left out, by table
     */
    record Progress(long records, long discarded, Map<String, Long> rejected) {

        /** Copies. */
        public Progress {
            rejected = Map.copyOf(rejected);
        }
    }
}
