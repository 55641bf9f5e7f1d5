package dev.dango.http;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.SourceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A slice's cursor as if everything up to one record were read: where a listing begins anew. A
 * listing of the oldest first begins at the record, one of the newest first ends there.
 */
final class RestartedCursor implements IncrementalCursor {

    /** From here on, whole numbers in timestamp cursors count milliseconds. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private final IncrementalCursor slice;
    private final CursorSpec spec;
    private final String value;

    /**
     * Moves a cursor.
     *
     * @param slice where the slice stands
     * @param spec what the value is
     * @param value of the record
     */
    RestartedCursor(IncrementalCursor slice, CursorSpec spec, String value) {
        this.slice = slice;
        this.spec = spec;
        this.value = value;
    }

    boolean isDescending() {
        return spec.order() == CursorSpec.Order.DESCENDING;
    }

    /** The value as a point in time. */
    Instant instant() {
        try {
            if (value.matches("\\d{1,18}")) {
                long number = Long.parseLong(value);
                return number < FIRST_MILLIS
                        ? Instant.ofEpochSecond(number)
                        : Instant.ofEpochMilli(number);
            }
            return TimeFormat.instant(value);
        } catch (DateTimeException e) {
            throw SourceException.of(
                            ErrorKind.REMOTE,
                            "The cursor's value \"" + value + "\" is not a point in time.")
                    .causedBy(e);
        }
    }

    @Override
    public Optional<String> position() {
        if (isDescending()) {
            return slice.position();
        }
        boolean timed = spec.kind() == CursorSpec.Kind.TIMESTAMP;
        return Optional.of(timed ? instant().toString() : value);
    }

    @Override
    public Map<String, String> positions() {
        return slice.positions();
    }

    @Override
    public Instant since(Instant start) {
        return isDescending() ? slice.since(start) : instant();
    }

    @Override
    public Optional<Instant> until() {
        return isDescending() ? Optional.of(instant()) : slice.until();
    }

    @Override
    public long after(long start) {
        return isDescending() ? slice.after(start) : Long.parseLong(value);
    }

    @Override
    public void advanceTo(String position) {
        slice.advanceTo(position);
    }

    @Override
    public void forget() {
        slice.forget();
    }
}
