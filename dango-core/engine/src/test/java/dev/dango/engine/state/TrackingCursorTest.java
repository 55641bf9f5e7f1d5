package dev.dango.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.CursorSpec.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackingCursorTest {

    private static final CursorSpec NUMBER = CursorSpec.number("u");
    private static final CursorSpec TIME = CursorSpec.timestamp("t");

    private static TrackingCursor cursor(CursorSpec spec, CursorState from, boolean deduplicates) {
        return cursor(spec, Window.OPEN, from, deduplicates, Duration.ZERO);
    }

    private static TrackingCursor cursor(
            CursorSpec spec,
            Window window,
            CursorState from,
            boolean deduplicates,
            Duration lookback) {
        return new TrackingCursor(
                spec,
                window,
                from == null ? Map.of() : Map.of("whole", from),
                from,
                deduplicates,
                lookback);
    }

    private static CursorKey number(long value) {
        return CursorKey.ofNumber(CursorSpec.Kind.NUMBER, value);
    }

    private static CursorKey time(String instant) {
        return CursorKey.of(Instant.parse(instant));
    }

    @Test
    void recordsAtThePositionPassUnlessTheyAreTheVerySame() {
        TrackingCursor cursor = cursor(NUMBER, new CursorState("2", List.of("a")), true);
        assertThat(cursor.accept(number(1), () -> "old")).isFalse();
        assertThat(cursor.accept(number(2), () -> "a")).isFalse();
        assertThat(cursor.accept(number(2), () -> "b")).isTrue();
        assertThat(cursor.state()).contains(new CursorState("2", List.of("a", "b")));
        assertThat(cursor.accept(number(3), () -> "c")).isTrue();
        assertThat(cursor.state()).contains(new CursorState("3", List.of("c")));
    }

    @Test
    void whatPassesWithoutARecordMovesThePosition() {
        TrackingCursor cursor = cursor(NUMBER, new CursorState("2", List.of("a")), true);
        cursor.pass(number(1));
        assertThat(cursor.state()).isEmpty();
        cursor.pass(number(3));
        assertThat(cursor.state()).contains(new CursorState("3", List.of()));
        assertThat(cursor.accept(number(3), () -> "b")).isTrue();
        assertThat(cursor.state()).contains(new CursorState("3", List.of("b")));
    }

    @Test
    void whatPassesOutsideTheWindowMovesNothing() {
        Window window =
                new Window(Optional.empty(), Optional.of(Instant.parse("2024-02-01T00:00:00Z")));
        TrackingCursor cursor = cursor(TIME, window, null, false, Duration.ZERO);
        cursor.pass(time("2024-02-01T00:00:00Z"));
        assertThat(cursor.state()).isEmpty();
        cursor.pass(time("2024-01-31T00:00:00Z"));
        assertThat(cursor.state()).contains(CursorState.at("2024-01-31T00:00:00Z"));
    }

    @Test
    void thePositionNeverMovesBack() {
        TrackingCursor cursor = cursor(NUMBER.lag(5), CursorState.at("100"), false);
        assertThat(cursor.after(0)).isEqualTo(95);
        assertThat(cursor.accept(number(94), () -> "")).isFalse();
        assertThat(cursor.accept(number(95), () -> "")).isTrue();
        assertThat(cursor.state()).isEmpty();
    }

    @Test
    void askingStartsAtThePositionLessTheLagButNeverBeforeTheStart() {
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        assertThat(cursor(TIME, null, false).since(start)).isEqualTo(start);
        CursorState from = CursorState.at("2024-03-10T00:00:00Z");
        assertThat(cursor(TIME, from, false).since(start))
                .isEqualTo(Instant.parse("2024-03-10T00:00:00Z"));
        assertThat(cursor(TIME.lag(Duration.ofDays(2)), from, false).since(start))
                .isEqualTo(Instant.parse("2024-03-08T00:00:00Z"));
        assertThat(cursor(TIME, Window.OPEN, from, false, Duration.ofDays(90)).since(start))
                .isEqualTo(start);
    }

    @Test
    void aStartThatMovesOnLeavesNoGapBehindThePosition() {
        Instant aMonthAgo = Instant.parse("2024-03-01T00:00:00Z");
        CursorState from = CursorState.at("2024-02-10T00:00:00Z");
        TrackingCursor cursor = cursor(TIME.lag(Duration.ofDays(2)), from, false);
        assertThat(cursor.since(aMonthAgo)).isEqualTo(Instant.parse("2024-02-10T00:00:00Z"));
        assertThat(cursor.accept(time("2024-02-10T00:00:00Z"), () -> "")).isTrue();
    }

    @Test
    void whatIsOlderThanALooseStartPassesAndDoesNotMoveThePositionBack() {
        TrackingCursor cursor =
                cursor(TIME.startLoose(), CursorState.at("2024-02-10T00:00:00Z"), false);
        assertThat(cursor.accept(time("2024-01-01T00:00:00Z"), () -> "")).isTrue();
        assertThat(cursor.state()).isEmpty();
    }

    @Test
    void aWindowKeepsWhatLiesInItAndLeavesNoGapBehindThePosition() {
        Window window =
                new Window(
                        Optional.of(Instant.parse("2024-02-01T00:00:00Z")),
                        Optional.of(Instant.parse("2024-03-01T00:00:00Z")));
        TrackingCursor cursor =
                cursor(TIME, window, CursorState.at("2024-01-01T00:00:00Z"), false, Duration.ZERO);
        assertThat(cursor.accept(time("2024-01-31T23:59:59Z"), () -> "")).isFalse();
        assertThat(cursor.accept(time("2024-02-01T00:00:00Z"), () -> "")).isTrue();
        assertThat(cursor.accept(time("2024-03-01T00:00:00Z"), () -> "")).isFalse();
        // January was not read, so the next sync has to begin where the last one ended
        assertThat(cursor.state()).isEmpty();
    }

    @Test
    void orderedRecordsOutsideTheWindowEndTheReading() {
        TrackingCursor newestFirst =
                cursor(NUMBER.ordered(Order.DESCENDING), CursorState.at("9"), false);
        newestFirst.accept(number(11), () -> "");
        newestFirst.accept(number(9), () -> "");
        assertThat(newestFirst.isOutOfWindow()).isFalse();
        newestFirst.accept(number(8), () -> "");
        assertThat(newestFirst.isOutOfWindow()).isTrue();
        assertThat(newestFirst.isRestartable()).isFalse();
        assertThat(cursor(NUMBER.ordered(Order.ASCENDING), null, false).isRestartable()).isTrue();
    }

    @Test
    void recordsWithoutACursorValueAreRefusedWhereTheyWouldPileUp() {
        assertThat(cursor(NUMBER, null, false).accept(null, () -> "")).isTrue();
        TrackingCursor appending = cursor(NUMBER, null, true);
        assertThatThrownBy(() -> appending.accept(null, () -> ""))
                .hasMessageContaining("no value in its cursor column \"u\"");
    }

    @Test
    void opaqueCursorsMoveWhenToldTo() {
        TrackingCursor cursor = cursor(CursorSpec.opaque(), CursorState.at("5"), false);
        assertThat(cursor.position()).contains("5");
        assertThat(cursor.state()).isEmpty();
        cursor.advanceTo("7");
        assertThat(cursor.state()).contains(CursorState.at("7"));
        cursor.forget();
        assertThat(cursor.isForgotten()).isTrue();
        assertThat(cursor.state()).isEmpty();
        assertThatThrownBy(() -> cursor(NUMBER, null, false).advanceTo("1"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void numbersInTimestampCursorsAreSecondsOrMilliseconds() {
        assertThat(CursorKey.ofNumber(CursorSpec.Kind.TIMESTAMP, 1_700_000_000))
                .hasToString("2023-11-14T22:13:20Z");
        assertThat(CursorKey.ofNumber(CursorSpec.Kind.TIMESTAMP, 1_700_000_000_000L))
                .hasToString("2023-11-14T22:13:20Z");
    }
}
