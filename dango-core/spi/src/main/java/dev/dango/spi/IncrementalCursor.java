package dev.dango.spi;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * <em>Provided by Dango.</em> How far one slice of one resource has been read. Confined to the
 * thread that reads the slice.
 *
 * <p>When the {@link CursorSpec} names a column, Dango keeps the position itself: it looks at every
 * record on its way through, drops what lies outside the window and what the last run has already
 * loaded. The connector uses {@link #since} or {@link #after} only to ask the remote system for
 * less. When the cursor is {@linkplain CursorSpec#opaque() opaque}, the connector moves it with
 * {@link #advanceTo}.
 */
public interface IncrementalCursor {

    /**
     * Where the slice stands: the committed position, or the one of the last checkpoint when a read
     * is resumed.
     *
     * @return empty on the first run and after a full refresh
     */
    Optional<String> position();

    /**
     * The committed positions of all slices of this resource.
     *
     * @return by slice id; empty on the first run and after a full refresh
     */
    Map<String, String> positions();

    /**
     * From when on to ask for records: the position less the declared lag, or the start of the
     * window the user asked for. Only for cursors that are {@linkplain CursorSpec#timestamp
     * timestamps}.
     *
     * @param start the configured start, used when there is no position; the answer is never before
     *     it unless the user asks for an earlier window, or the position is: a start that moves on
     *     with time leaves no gap
     * @return never null
     */
    Instant since(Instant start);

    /**
     * The end, exclusive, of the window the user asked for, or the one that is declared.
     *
     * @return empty when it is open
     */
    Optional<Instant> until();

    /**
     * From which number on to ask for records, inclusive. Only for cursors that are {@linkplain
     * CursorSpec#number numbers}.
     *
     * @param start the value to use when there is no position
     * @return the position less the declared lag, never less than {@code start}
     */
    long after(long start);

    /**
     * Moves an opaque cursor. Takes effect at the next checkpoint, together with the records pushed
     * before it.
     *
     * @param position any text; it comes back as {@link #position()}
     * @throws IllegalStateException if the cursor names a column
     */
    void advanceTo(String position);

    /**
     * Drops the position of this slice at the next checkpoint: what it stood for is gone.
     *
     * @throws IllegalStateException if the cursor names a column
     */
    void forget();
}
