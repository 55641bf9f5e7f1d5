package dev.dango.engine.sync;

import dev.dango.engine.load.SourceState;
import dev.dango.engine.state.CursorState;
import dev.dango.engine.state.Window;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Refuses what a resource cannot do with the options of a run, before anything is read. */
final class WindowCheck {

    private final SyncOptions options;
    private final SourceState state;
    private final Consumer<String> warnings;

    WindowCheck(SyncOptions options, SourceState state, Consumer<String> warnings) {
        this.options = options;
        this.state = state;
        this.warnings = warnings;
    }

    /** The window in points in time; the last day belongs to it. */
    static Window window(SyncOptions options) {
        return new Window(
                options.since().map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant()),
                options.until()
                        .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    /** Throws if the options would cost the resource rows. */
    void check(ResourceRead read) {
        checkLimit(read);
        if (options.hasWindow()) {
            checkWindow(read);
        }
    }

    private void checkWindow(ResourceRead read) {
        String name = read.spec().name();
        if (read.cursor().kind() != CursorSpec.Kind.TIMESTAMP) {
            warnings.accept(
                    name + " has no date to go by, so --since and --until do not apply to it");
            return;
        }
        if (options.fullRefresh()) {
            return;
        }
        if (read.load().mode() == WriteMode.REPLACE) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "%s is replaced by every sync, so a window of dates would delete all rows outside it"
                                    .formatted(name))
                    .hint(
                            "Sync the sources that can be asked for a window by name, and this one without --since, --until and --backfill.");
        }
    }

    private void checkLimit(ResourceRead read) {
        long rows = state.rows(read.load().table());
        if (options.limit().isEmpty() || options.fullRefresh() || rows == 0) {
            return;
        }
        if (replacesGroups(read)) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "table %s is replaced in groups of rows with the same %s, which --limit %d could cut in two"
                                    .formatted(
                                            read.load().table(),
                                            String.join(", ", read.load().mergeKey()),
                                            options.limit().getAsLong()))
                    .hint("Sync it without --limit.");
        }
        boolean replaces = read.load().mode() == WriteMode.REPLACE;
        if (replaces && rows > options.limit().getAsLong()) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "table %s has %d rows, which --limit %d would replace by fewer"
                                    .formatted(
                                            read.load().table(), rows, options.limit().getAsLong()))
                    .hint("Add --full-refresh if that is what you want.");
        }
    }

    /** Not where groups are files: those are counted by the rows that they bring. */
    private static boolean replacesGroups(ResourceRead read) {
        return read.load().mode() == WriteMode.MERGE
                && !read.load().mergeKey().isEmpty()
                && read.cursor().kind() != CursorSpec.Kind.OPAQUE;
    }

    /** Whether the run may read again what is in a table that only grows. */
    static boolean overlaps(
            ResourceSpec spec,
            Map<String, CursorState> committed,
            SyncOptions options,
            Duration lookback) {
        Optional<CursorSpec> cursor = spec.cursor();
        if (spec.mode() != WriteMode.APPEND || cursor.isEmpty() || committed.isEmpty()) {
            return false;
        }
        if (knowsNoRows(cursor.get(), committed)) {
            return true;
        }
        return switch (cursor.get().kind()) {
            case NUMBER -> cursor.get().lagNumber() > 0;
            case TIMESTAMP ->
                    !lookback.isZero()
                            || !cursor.get().lag().isZero()
                            || window(options)
                                    .since()
                                    .filter(since -> isBehindSome(since, committed))
                                    .isPresent();
            default -> false;
        };
    }

    /** Another way of writing, or a rewind, notes no hashes of the rows at the position. */
    private static boolean knowsNoRows(CursorSpec cursor, Map<String, CursorState> committed) {
        return cursor.kind() != CursorSpec.Kind.OPAQUE
                && !cursor.isStartOpen()
                && committed.values().stream().anyMatch(state -> state.boundary().isEmpty());
    }

    private static boolean isBehindSome(Instant since, Map<String, CursorState> committed) {
        return committed.values().stream()
                .map(CursorState::position)
                .map(Instant::parse)
                .anyMatch(position -> !position.isBefore(since));
    }
}
