package dev.dango.engine.state;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The cursor of one slice: decides which records pass and where the slice stands. The rules are
 * dlt's: the window is closed at its start unless declared open, records at the committed position
 * pass unless the last run loaded the very same, the position never moves back, and a range with a
 * declared end has none.
 *
 * <p>Confined to one thread.
 */
public final class TrackingCursor implements IncrementalCursor {

    /** Two megabytes of hashes; a position is written by every load. */
    private static final int MAX_BOUNDARY = 100_000;

    private final CursorSpec spec;
    private final Window window;
    private final Map<String, CursorState> committed;
    private final CursorState resumed;
    private final boolean deduplicates;
    private final Duration lag;
    private final Set<String> knownBoundary;
    private final boolean mayAdvance;
    private final boolean startOpen;
    private final boolean bounded;
    private final CursorKey first;

    private CursorKey start;
    private final CursorKey end;
    private final CursorKey bound;
    private final CursorKey known;
    private CursorKey last;
    private final Set<String> boundary = new LinkedHashSet<>();
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
        boolean timed = spec.kind() == CursorSpec.Kind.TIMESTAMP;
        this.bounded = spec.until().isPresent();
        this.known =
                resumed == null || opaque || bounded
                        ? null
                        : CursorKey.parse(spec.kind(), resumed.position());
        this.last = known;
        this.first = declared(spec.from());
        this.bound = declared(spec.until());
        Optional<CursorKey> since =
                timed ? window.since().map(CursorKey::of) : Optional.<CursorKey>empty();
        CursorKey base = known == null ? null : known.less(lag, spec.lagNumber());
        this.start = since.orElse(later(base, first));
        this.startOpen = spec.isStartOpen() && since.isEmpty();
        this.end = timed && window.until().isPresent() ? CursorKey.of(window.until().get()) : null;
        this.mayAdvance =
                !bounded && (known == null || start == null || start.compareTo(known) <= 0);
        this.deduplicates = deduplicates && !opaque && !bounded && !spec.isStartOpen();
        this.knownBoundary = resumed == null ? Set.of() : new HashSet<>(resumed.boundary());
        boundary.addAll(knownBoundary);
    }

    private CursorKey declared(Optional<String> value) {
        return value.map(written -> CursorKey.declared(spec, written)).orElse(null);
    }

    /** A start that moves on with time must not leave out what no run has read yet. */
    private CursorKey notBehindPosition(CursorKey from) {
        return known != null && known.compareTo(from) < 0 ? known : from;
    }

    private static CursorKey later(CursorKey one, CursorKey other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? other : one;
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
        if (isBehindEnd(key)) {
            outOfWindow |= spec.order() == CursorSpec.Order.ASCENDING;
            return false;
        }
        if (isBeforeStart(key)) {
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

    /**
     * Moves on although no record has this value.
     *
     * @param key up to which everything has been read; without effect outside the window
     */
    public void pass(CursorKey key) {
        boolean further = last == null || key.compareTo(last) > 0;
        if (further && !isBehindEnd(key) && !isBeforeStart(key)) {
            boundary.clear();
            unsettled.clear();
            last = key;
        }
    }

    private boolean isBehindEnd(CursorKey key) {
        if (end != null && key.compareTo(end) >= 0) {
            return true;
        }
        return bound != null && key.compareTo(bound) >= (spec.isEndClosed() ? 1 : 0);
    }

    private boolean isBeforeStart(CursorKey key) {
        return !spec.isStartLoose() && start != null && key.compareTo(start) < (startOpen ? 1 : 0);
    }

    /** Computes the hashes that stand at the position, while their records are still there. */
    public void settle() {
        for (Supplier<String> hash : unsettled) {
            boundary.add(hash.get());
        }
        unsettled.clear();
        if (boundary.size() > MAX_BOUNDARY) {
            throw SourceException.of(
                            ErrorKind.DATA,
                            "more than %,d records have the value %s in the cursor column \"%s\", too many to tell new ones from old"
                                    .formatted(MAX_BOUNDARY, last, spec.column()))
                    .hint("Choose a finer cursor for this table, or give it a primary key.");
        }
    }

    private boolean acceptWithoutKey() {
        CursorSpec.Missing rule =
                spec.missing()
                        .orElse(
                                deduplicates
                                        ? CursorSpec.Missing.RAISE
                                        : CursorSpec.Missing.INCLUDE);
        if (rule == CursorSpec.Missing.RAISE) {
            throw SourceException.of(
                            ErrorKind.DATA,
                            "a record has no value in its cursor column \"%s\", by which new records are told from old"
                                    .formatted(spec.column()))
                    .hint(
                            "Use a column that is always set as the cursor, or give the table a primary key.");
        }
        return rule == CursorSpec.Missing.INCLUDE;
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
        boolean ascending = spec.order() == CursorSpec.Order.ASCENDING && !bounded;
        return spec.kind() == CursorSpec.Kind.OPAQUE || ascending;
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
        CursorState state = new CursorState(last.toString(), List.copyOf(boundary));
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
            start = later(start, notBehindPosition(CursorKey.of(from)));
        }
        return start.instant();
    }

    @Override
    public Optional<Instant> until() {
        Optional<Instant> declared =
                Optional.ofNullable(bound)
                        .filter(key -> spec.kind() == CursorSpec.Kind.TIMESTAMP)
                        .map(CursorKey::instant);
        return window.until()
                .filter(asked -> declared.isEmpty() || asked.isBefore(declared.get()))
                .or(() -> declared);
    }

    @Override
    public long after(long from) {
        start = later(start, CursorKey.ofNumber(CursorSpec.Kind.NUMBER, from));
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
