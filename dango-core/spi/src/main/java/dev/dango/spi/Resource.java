package dev.dango.spi;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * <em>Implemented by plugins.</em> One table's worth of records.
 *
 * <p>An implementation is immutable and thread-safe and holds no open connection.
 */
public interface Resource {

    /**
     * Name, keys, cursor and write mode. Pure, like {@link Source#spec()}.
     *
     * @return never null
     */
    ResourceSpec spec();

    /**
     * Cuts the read into independent pieces: disjoint, and together the whole. Called once per run,
     * before any read. The slice ids are the keys under which positions are kept, so they are to be
     * the same for the same piece on every run: {@code partition-3}, {@code 2026-07}, a file's
     * relative path.
     *
     * @param context the run's context; {@link IncrementalCursor#positions()} of its cursor says
     *     which slices earlier runs have committed
     * @return at least one slice, or none when there is nothing to read; none from a resource that
     *     is replaced, has an opaque cursor and was read before, leaves its table as it is
     * @throws Exception anything; the resource then fails and the others go on
     */
    default List<Slice> slices(ReadContext context) throws Exception {
        return List.of(Slice.WHOLE);
    }

    /**
     * Says where the original Dango, written in Python, stood, so that its tables are gone on with.
     * Asked once, before the first read, and only of resources with an {@linkplain
     * CursorSpec#opaque() opaque} cursor; positions of other cursors Dango takes over itself.
     *
     * @param original for files, by path from the root: {@code size} in bytes and {@code modified},
     *     a local time; otherwise the states of all resources of the source by their names, as
     *     maps, lists, texts, numbers, {@link java.time.Instant} and {@link java.time.LocalDate}
     * @return positions by slice id, as {@link IncrementalCursor#advanceTo} would write them. For
     *     files also those that have changed or gone, with an empty text: their rows are known by
     *     it. Empty if nothing can be made of it
     * @throws Exception anything; the resource then fails and the others go on
     */
    default Map<String, String> adopt(Map<String, ?> original) throws Exception {
        return Map.of();
    }

    /**
     * Reads one slice from where its cursor stands and pushes the records into {@code out}.
     *
     * <p>Runs on a worker thread, next to other slices. After a failure worth another try it is
     * called again from the last checkpoint, so it must be repeatable. Returning normally ends the
     * slice, which implies a last checkpoint.
     *
     * @param slice one of those that {@link #slices} returned, or an equal one
     * @param context the slice's context
     * @param out where the records go; confined to this thread
     * @throws Exception anything; the kind of a {@link SourceException} decides what happens next
     */
    void read(Slice slice, ReadContext context, RecordSink out) throws Exception;

    /**
     * A resource in one slice from a lambda.
     *
     * @param spec name, keys, cursor
     * @param reader does the reading
     * @return never null
     */
    static Resource of(ResourceSpec spec, Reader reader) {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(reader, "reader");
        return new Resource() {
            @Override
            public ResourceSpec spec() {
                return spec;
            }

            @Override
            public void read(Slice slice, ReadContext context, RecordSink out) throws Exception {
                reader.read(slice, context, out);
            }
        };
    }

    /** <em>Implemented by plugins.</em> The reading part of a {@link Resource}. */
    @FunctionalInterface
    interface Reader {
        /**
         * See {@link Resource#read}.
         *
         * @param slice the piece to read
         * @param context the slice's context
         * @param out where the records go
         * @throws Exception anything
         */
        void read(Slice slice, ReadContext context, RecordSink out) throws Exception;
    }
}
