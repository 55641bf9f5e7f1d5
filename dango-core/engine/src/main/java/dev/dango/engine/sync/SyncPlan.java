package dev.dango.engine.sync;

import dev.dango.engine.load.SourceState;
import dev.dango.engine.report.SourceReport;
import dev.dango.spi.WriteMode;
import java.util.List;
import java.util.Optional;

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
     * @param resources what would be read
     * @param failures what would fail at once
     * @param warnings what the user should know
     */
    public record SourcePlan(
            String source,
            String type,
            List<ResourcePlan> resources,
            List<SourceReport.Failure> failures,
            List<String> warnings) {}

    /**
     * What a run would read of one resource.
     *
     * @param resource its name
     * @param table the table it goes to
     * @param mode how records change the table
     * @param key the columns that identify a row
     * @param cursor where reading begins, in words; empty without a position
     * @param rows rows in the table now
     * @param pieces how many slices would be read
     */
    public record ResourcePlan(
            String resource,
            String table,
            WriteMode mode,
            List<String> key,
            Optional<String> cursor,
            long rows,
            int pieces) {

        /**
         * A cursor only the connector understands means nothing to people, but that it is there.
         */
        private static Optional<String> resumed(ResourceRead read) {
            return read.committed().isEmpty()
                    ? Optional.empty()
                    : Optional.of("where the last sync ended");
        }

        static ResourcePlan of(ResourceRead read, SourceState state) {
            List<String> key =
                    read.load().primaryKey().isEmpty()
                            ? read.load().mergeKey()
                            : read.load().primaryKey();
            return new ResourcePlan(
                    read.spec().name(),
                    read.load().table(),
                    read.load().mode(),
                    key,
                    state.furthest(read.load()).or(() -> resumed(read)),
                    state.rows(read.load().table()),
                    read.slices().size());
        }
    }
}
