package dev.dango.cli;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days a sync is asked for, in UTC.
 *
 * @param since the first, inclusive
 * @param until the last, inclusive
 */
record SyncWindow(Optional<LocalDate> since, Optional<LocalDate> until) {

    /** Four digits are 833 years of months, and no date that other programs cannot read. */
    private static final Pattern DURATION = Pattern.compile("(\\d{1,4})([dwm])");

    private static final int DAYS_PER_WEEK = 7;
    private static final int DAYS_PER_MONTH = 30;

    /**
     * Reads the options; each may be null.
     *
     * @param today in UTC; the last day of a backfill
     */
    static SyncWindow of(String since, String until, String backfill, LocalDate today) {
        if (backfill == null) {
            return ordered(new SyncWindow(date("--since", since), date("--until", until)));
        }
        if (since != null || until != null) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "--backfill conflicts with "
                                    + (since != null ? "--since" : "--until")
                                    + ".")
                    .hint("Give either --backfill, or --since and --until.");
        }
        return new SyncWindow(Optional.of(today.minusDays(days(backfill))), Optional.of(today));
    }

    private static SyncWindow ordered(SyncWindow window) {
        if (window.since.isPresent()
                && window.until.isPresent()
                && !window.since.get().isBefore(window.until.get())) {
            throw SourceException.of(ErrorKind.CONFIG, "--since must be before --until.");
        }
        return window;
    }

    private static Optional<LocalDate> date(String option, String text) {
        try {
            return Optional.ofNullable(text).map(LocalDate::parse);
        } catch (DateTimeException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "Invalid " + option + " date format: \"" + text + "\".")
                    .hint("Write it as YYYY-MM-DD, such as 2024-06-01.");
        }
    }

    /** A month counts 30 days. */
    static int days(String duration) {
        Matcher parts = DURATION.matcher(duration.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw SourceException.of(ErrorKind.CONFIG, "Invalid duration: \"" + duration + "\".")
                    .hint("Write a number and d, w or m, such as 7d, 2w or 1m.");
        }
        int amount = Integer.parseInt(parts.group(1));
        if (amount == 0) {
            throw SourceException.of(
                    ErrorKind.CONFIG, "The duration of --backfill must be a positive number.");
        }
        return switch (parts.group(2)) {
            case "w" -> amount * DAYS_PER_WEEK;
            case "m" -> amount * DAYS_PER_MONTH;
            default -> amount;
        };
    }
}
