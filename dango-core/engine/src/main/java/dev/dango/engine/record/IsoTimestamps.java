package dev.dango.engine.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Recognises ISO-8601 texts that name a point in time, the way dlt's {@code iso_timestamp} detector
 * does: a date alone is not one, a missing zone means UTC, and nothing but the basic and extended
 * forms counts.
 */
public final class IsoTimestamps {

    /** Returned for a text that names no point in time; no year a column can hold comes near it. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long MICROS_PER_SECOND = 1_000_000L;

    /** From the first of March of the year 0. */
    private static final int DAYS_TO_1970 = 719_468;

    private static final int SHORTEST = 11;
    private static final int LONGEST = 40;

    private IsoTimestamps() {}

    /**
     * Reads a text.
     *
     * @param text any text
     * @return microseconds since 1970 in UTC, fractions of one cut off; {@link #NONE} if the text
     *     names no point in time
     */
    public static long parse(CharSequence text) {
        int length = text.length();
        if (length < SHORTEST || length > LONGEST || !isDigit(text.charAt(0))) {
            return NONE;
        }
        return new Reader(text).read();
    }

    /**
     * Reads a date.
     *
     * @param text any text
     * @return days since 1970, or {@link #NONE} if it is not {@code yyyy-mm-dd}
     */
    public static long parseDate(CharSequence text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return NONE;
        }
        try {
            return LocalDate.parse(text).toEpochDay();
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    /**
     * Whether a column can hold a point in time.
     *
     * @param instant any
     * @return false beyond the years that fit microseconds in 64 bits
     */
    static boolean isInRange(Instant instant) {
        return Math.abs(instant.getEpochSecond()) < Long.MAX_VALUE / MICROS_PER_SECOND;
    }

    /**
     * Whether a column can hold a date.
     *
     * @param date any
     * @return false beyond the years that fit days in 32 bits
     */
    static boolean isInRange(LocalDate date) {
        return Math.abs(date.toEpochDay()) < Integer.MAX_VALUE;
    }

    /**
     * Microseconds of a point in time.
     *
     * @param instant any
     * @return fractions of a microsecond are cut off
     */
    public static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
                instant.getNano() / 1000);
    }

    /**
     * The point in time of microseconds.
     *
     * @param micros since 1970
     * @return never null
     */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Walks over one text; any surprise ends in {@link #NONE}. */
    private static final class Reader {

        private final CharSequence text;
        private int at;

        Reader(CharSequence text) {
            this.text = text;
        }

        long read() {
            int year = digits(4);
            char dash = peek();
            boolean extended = dash == '-' || dash == '/';
            if (extended) {
                at++;
            }
            int month = digits(2);
            if (extended && !take(dash)) {
                return NONE;
            }
            int day = digits(2);
            if (year < 0 || month < 0 || day < 0 || !(take('T') || take(' '))) {
                return NONE;
            }
            int hour = digits(2);
            int minute = 0;
            int second = 0;
            int nanos = 0;
            if (hour < 0) {
                return NONE;
            }
            boolean colons = peek() == ':';
            if (colons || isDigit(peek())) {
                minute = part(colons);
                if (minute < 0) {
                    return NONE;
                }
                if (colons ? peek() == ':' : isDigit(peek())) {
                    second = part(colons);
                    if (second < 0) {
                        return NONE;
                    }
                    if (take('.') || take(',')) {
                        nanos = fraction();
                        if (nanos < 0) {
                            return NONE;
                        }
                    }
                }
            }
            int offset = offset();
            if (offset == Integer.MIN_VALUE || at != text.length()) {
                return NONE;
            }
            if (month < 1
                    || month > 12
                    || day < 1
                    || day > lengthOfMonth(year, month)
                    || hour > 23
                    || minute > 59
                    || second > 59) {
                return NONE;
            }
            long minutes = (epochDay(year, month, day) * 24 + hour) * 60 + minute;
            long seconds = minutes * 60 + second;
            return (seconds - offset) * MICROS_PER_SECOND + nanos / 1000;
        }

        private static int lengthOfMonth(int year, int month) {
            return switch (month) {
                case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
                case 4, 6, 9, 11 -> 30;
                default -> 31;
            };
        }

        /** Days since 1970; counted in years that begin with March, so that leap days end them. */
        private static long epochDay(int year, int month, int day) {
            int years = month > 2 ? year : year - 1;
            int leapDays =
                    Math.floorDiv(years, 4) - Math.floorDiv(years, 100) + Math.floorDiv(years, 400);
            int daysBefore = (153 * ((month + 9) % 12) + 2) / 5;
            return 365L * years + leapDays + daysBefore + day - 1 - DAYS_TO_1970;
        }

        private int part(boolean colons) {
            if (colons) {
                at++;
            }
            return digits(2);
        }

        /** Seconds east of UTC; none means UTC. */
        private int offset() {
            if (at == text.length() || take('Z')) {
                return 0;
            }
            int sign = take('+') ? 1 : take('-') ? -1 : 0;
            if (sign == 0) {
                return Integer.MIN_VALUE;
            }
            int hours = digits(2);
            take(':');
            int minutes = at == text.length() ? 0 : digits(2);
            if (hours < 0 || minutes < 0 || hours > 23 || minutes > 59) {
                return Integer.MIN_VALUE;
            }
            return sign * (hours * 3600 + minutes * 60);
        }

        private int fraction() {
            int start = at;
            int nanos = 0;
            int scale = 100_000_000;
            while (isDigit(peek())) {
                nanos += (text.charAt(at++) - '0') * scale;
                scale /= 10;
            }
            return at == start ? -1 : nanos;
        }

        private int digits(int count) {
            if (at + count > text.length()) {
                return -1;
            }
            int value = 0;
            for (int i = 0; i < count; i++) {
                char c = text.charAt(at + i);
                if (!isDigit(c)) {
                    return -1;
                }
                value = value * 10 + (c - '0');
            }
            at += count;
            return value;
        }

        private boolean take(char wanted) {
            if (peek() == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : '\0';
        }
    }
}
