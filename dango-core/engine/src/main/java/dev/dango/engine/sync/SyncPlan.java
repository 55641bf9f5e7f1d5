package dev.dango.engine.sync;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.WriteMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a run would do.
 *
 * @param sources one entry per source, in the order of the configuration
 */
public record SyncPlan(List<SourcePlan> sources) {

    /**
     * What a run would do with one source.
     *
     * @param source its name
     * @param type its type
     * @param isKnown whether it is known what would be read; otherwise the resources are the tables
     *     of earlier syncs, since only the remote system knows what there is
     * @param resources what would be read
     * @param failures what would fail at once
     * @param warnings what the user should know
     */
    public record SourcePlan(
            String source,
            String type,
            boolean isKnown,
            List<ResourcePlan> resources,
            List<SourceReport.Failure> failures,
            List<String> warnings) {}

    /**
     * What a run would read of one resource.
     *
     * @param resource its name
     * @param table the table it goes to
     * @param mode how records change the table; empty if the connector was not asked
     * @param key the columns that identify a row or a group of them
     * @param cursor the column that tells new records from old ones; empty if there is none or only
     *     the connector knows
     * @param from where reading begins; empty for the beginning
     * @param to where reading ends, in words; empty where nothing is said about an end
     * @param rows rows in the table now
     * @param slices how many slices would be read; empty if the connector was not asked
     * @param files which files would be read or forgotten; empty unless the source reads files
     * @param schemaChanges what would happen to the table, in words, as far as is known
     */
    public record ResourcePlan(
            String resource,
            String table,
            Optional<WriteMode> mode,
            List<String> key,
            String cursor,
            Optional<String> from,
            Optional<String> to,
            long rows,
            OptionalInt slices,
            List<FilePlan> files,
            List<String> schemaChanges) {}

    /** What happened to a file since the last sync. */
    public enum Change {
        /** It was not there. */
        NEW,
        /** Its content is another one. */
        CHANGED,
        /** It is gone. */
        DELETED
    }

    /**
     * A file that a run would read, or whose rows it would delete.
     *
     * @param file its path within the source's folder
     * @param change what happened to it
     * @param size in bytes; empty if it is gone
     */
    public record FilePlan(String file, Change change, OptionalLong size) {}
}
