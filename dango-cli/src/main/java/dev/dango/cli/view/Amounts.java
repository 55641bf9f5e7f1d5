package dev.dango.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class Amounts {

    private static final int SECONDS_PER_MINUTE = 60;
    private static final double MILLIS_PER_SECOND = 1000.0;
    private static final double STEP = 1000.0;
    private static final List<String> BYTES = List.of("B", "kB", "MB", "GB", "TB");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Amounts() {}

    /**
     * A number with separated thousands.
     *
     * @param number anything
     * @return such as {@code 12,345}
     */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * A number of things.
     *
     * @param number how many
     * @param thing one of them
     * @return such as {@code 1 row} or {@code 2 rows}
     */
    public static String count(long number, String thing) {
        return count(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /**
     * A length of time.
     *
     * @param duration not negative
     * @return such as {@code 3.2 s} or {@code 2 min 5 s}
     */
    public static String duration(Duration duration) {
        if (duration.toSeconds() < SECONDS_PER_MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS_PER_SECOND);
        }
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    /**
     * A size.
     *
     * @param bytes not negative
     * @return such as {@code 512 B} or {@code 3.4 MB}
     */
    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < BYTES.size() - 1) {
            amount /= STEP;
            unit++;
        }
        return String.format(
                Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, BYTES.get(unit));
    }

    /**
     * A moment.
     *
     * @param moment when
     * @param zone the reader's
     * @return such as {@code 2024-12-09 11:34:56}
     */
    public static String time(Instant moment, ZoneId zone) {
        return TIME.format(moment.atZone(zone));
    }
}
