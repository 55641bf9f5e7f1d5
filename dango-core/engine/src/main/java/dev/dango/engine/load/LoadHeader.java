package dev.dango.engine.load;

import java.time.Instant;

/**
 * What a load is about, the first line of a stage's journal.
 *
 * @param version of the stage's format
 * @param source the source's name
 * @param type its type
 * @param schema the schema its tables stand in
 * @param loadId id of the load: seconds since 1970 with a fraction, as dlt writes them
 * @param startedAt when the sync began
 * @param options what the user asked for
 */
public record LoadHeader(
        int version,
        String source,
        String type,
        String schema,
        String loadId,
        Instant startedAt,
        LoadOptions options) {

    /** The format this code reads and writes; a stage of another one is not loaded. */
    public static final int VERSION = 2;
}
