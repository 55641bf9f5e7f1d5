package dev.dango.engine.state;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The cursor of one slice: decides which records pass and where the slice stands. The rules are
 * dlt's: the window is closed at its start, records at the committed position pass unless the last
 * run loaded the very same, and the position never moves back.
 *
 * <p>Confined to one thread.
 */
public final class TrackingCursor implements IncrementalCursor {

    private final CursorSpec spec;
    private final Window window;
    private final Map<String, CursorState> committed;
    private final CursorState resumed;
    private final boolean deduplicates;
    private final Duration lag;
    private final Set<String> knownBoundary;
    private final boolean mayAdvance;

    private CursorKey start;
    private final CursorKey end;
    private final CursorKey known;
    private CursorKey last;
    private final List<String> boundary = new ArrayList<>();
    private final List<Supplier<String>> unsettled = new ArrayList<>();
    private String pending;
    private boolean forgotten;
    private boolean outOfWindow;

    /**
     * Starts from where a slice stands.
     *
     * @param spec what tells new records from old ones
     * @param window what the user asked for
     * @param committed the positions of all slices of the resource
     * @param resumed where this slice stands: its committed position or a later checkpoint; may be
     *     null
     * @param deduplicates whether records at the position are remembered, because the write mode
     *     would add them again
     * @param lookback how far before the position to begin at least
     */
    public TrackingCursor(
            CursorSpec spec,
            Window window,
            Map<String, CursorState> committed,
            CursorState resumed,
            boolean deduplicates,
            Duration lookback) {
        this.spec = spec;
        this.window = window;
        this.committed = committed;
        this.resumed = resumed;
        this.lag = spec.lag().compareTo(lookback) < 0 ? lookback : spec.lag();
        boolean opaque = spec.kind() == CursorSpec.Kind.OPAQUE;
        this.known =
                resumed == null || opaque ? null : CursorKey.parse(spec.kind(), resumed.position());
        this.last = known;
        CursorKey base = known == null ? null : known.less(lag, spec.lagNumber());
        boolean timed = spec.kind() == CursorSpec.Kind.TIMESTAMP;
        this.start =
                timed && window.since().isPresent() ? CursorKey.of(window.since().get()) : base;
        this.end = timed && window.until().isPresent() ? CursorKey.of(window.until().get()) : null;
        this.mayAdvance = known == null || start == null || start.compareTo(known) <= 0;
        this.deduplicates = deduplicates && !opaque;
        this.knownBoundary = resumed == null ? Set.of() : new HashSet<>(resumed.boundary());
        boundary.addAll(knownBoundary);
    }

    /**
     * Decides about one record.
     *
     * @param key its cursor value; null if it has none
     * @param hash computes what identifies the record among those at the same position
     * @return whether it passes
     */
    public boolean accept(CursorKey key, Supplier<String> hash) {
        if (key == null) {
            return acceptWithoutKey();
        }
        if (end != null && key.compareTo(end) >= 0) {
            outOfWindow |= spec.order() == CursorSpec.Order.ASCENDING;
            return false;
        }
        if (start != null && key.compareTo(start) < 0) {
            outOfWindow |= spec.order() == CursorSpec.Order.DESCENDING;
            return false;
        }
        int toLast = last == null ? 1 : key.compareTo(last);
        if (deduplicates) {
            if (known != null && key.compareTo(known) == 0 && knownBoundary.contains(hash.get())) {
                return false;
            }
            if (toLast > 0) {
                boundary.clear();
                unsettled.clear();
            }
            if (toLast >= 0) {
                unsettled.add(hash);
            }
        }
        if (toLast > 0) {
            last = key;
        }
        return true;
    }

    /** Computes the hashes that stand at the position, while their records are still there. */
    public void settle() {
        for (Supplier<String> hash : unsettled) {
            boundary.add(hash.get());
        }
        unsettled.clear();
    }

    private boolean acceptWithoutKey() {
        if (deduplicates) {
            throw SourceException.of(
                            ErrorKind.DATA,
                            "a record has no value in its cursor column \"%s\", so it would be added again by every sync"
                                    .formatted(spec.column()))
                    .hint(
                            "Use a column that is always set as the cursor, or give the table a primary key.");
        }
        return true;
    }

    /**
     * Whether records come ordered and have left the window.
     *
     * @return true if reading on is of no use
     */
    public boolean isOutOfWindow() {
        return outOfWindow;
    }

    /**
     * Whether all records before this moment are covered by a position, so that reading can start
     * again from here.
     *
     * @return false while the position would claim records that are still to come
     */
    public boolean isRestartable() {
        return spec.kind() == CursorSpec.Kind.OPAQUE || spec.order() == CursorSpec.Order.ASCENDING;
    }

    /**
     * Where the slice stands now.
     *
     * @return empty if it has not moved
     */
    public Optional<CursorState> state() {
        if (spec.kind() == CursorSpec.Kind.OPAQUE) {
            return Optional.ofNullable(pending).map(CursorState::at);
        }
        if (last == null || !mayAdvance) {
            return Optional.empty();
        }
        settle();
        CursorState state = new CursorState(last.toString(), boundary.stream().distinct().toList());
        return state.equals(resumed) ? Optional.empty() : Optional.of(state);
    }

    /**
     * Whether the position is to be dropped.
     *
     * @return true after {@link #forget}
     */
    public boolean isForgotten() {
        return forgotten;
    }

    @Override
    public Optional<String> position() {
        if (spec.kind() == CursorSpec.Kind.OPAQUE && pending != null) {
            return Optional.of(pending);
        }
        return Optional.ofNullable(resumed).map(CursorState::position);
    }

    @Override
    public Map<String, String> positions() {
        return committed.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().position()));
    }

    @Override
    public Instant since(Instant from) {
        if (window.since().isEmpty()) {
            CursorKey earliest = CursorKey.of(from);
            if (start == null || start.compareTo(earliest) < 0) {
                start = earliest;
            }
        }
        return start.instant();
    }

    @Override
    public Optional<Instant> until() {
        return window.until();
    }

    @Override
    public long after(long from) {
        CursorKey least = CursorKey.ofNumber(CursorSpec.Kind.NUMBER, from);
        if (start == null || start.compareTo(least) < 0) {
            start = least;
        }
        return start.number();
    }

    @Override
    public void advanceTo(String position) {
        requireOpaque();
        pending = position;
        forgotten = false;
    }

    @Override
    public void forget() {
        requireOpaque();
        pending = null;
        forgotten = true;
    }

    private void requireOpaque() {
        if (spec.kind() != CursorSpec.Kind.OPAQUE) {
            throw new IllegalStateException(
                    "Dango moves the cursor on column \"" + spec.column() + "\" itself");
        }
    }
}
