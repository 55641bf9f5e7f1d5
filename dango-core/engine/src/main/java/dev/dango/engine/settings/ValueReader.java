package dev.dango.engine.settings;

import dev.dango.engine.project.Truth;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values from the texts that users write. */
final class ValueReader {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of(
                    "ms", ChronoUnit.MILLIS,
                    "s", ChronoUnit.SECONDS,
                    "m", ChronoUnit.MINUTES,
                    "h", ChronoUnit.HOURS,
                    "d", ChronoUnit.DAYS);
    private static final Pattern RELATIVE_DATE =
            Pattern.compile("today(?:\\s*-\\s*(\\d{1,6})\\s*([dw]))?|(\\d{1,6})daysago");

    private final Path root;
    private final Clock clock;

    ValueReader(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /**
     * Reads a scalar.
     *
     * @return an object of the setting's class
     * @throws BadValue with what is expected instead
     */
    Object read(SettingsType type, String text) throws BadValue {
        String bare = text.strip();
        return switch (type.kind()) {
            case STRING -> text;
            case SECRET -> Secret.of(bare);
            case BOOLEAN -> Truth.of(bare).orElseThrow(() -> new BadValue("must be true or false"));
            case INT -> intValue(bare);
            case LONG -> longValue(bare);
            case DOUBLE -> doubleValue(bare);
            case DURATION -> duration(bare);
            case DATE ->
                    date(bare)
                            .orElseThrow(
                                    () ->
                                            new BadValue(
                                                    "must be a date such as 2024-06-01, or today -"
                                                            + " 90d"));
            case INSTANT -> instant(bare);
            case URI -> uri(bare);
            case PATH -> path(bare);
            case ENUM -> constant(type, bare);
            default -> throw new IllegalArgumentException(type.kind() + " is not a scalar");
        };
    }

    private static int intValue(String text) throws BadValue {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadValue("must be a whole number such as 100");
        }
    }

    private static long longValue(String text) throws BadValue {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadValue("must be a whole number such as 100");
        }
    }

    private static double doubleValue(String text) throws BadValue {
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            throw new BadValue("must be a number such as 2.5");
        }
    }

    private static Duration duration(String text) throws BadValue {
        try {
            if (text.toUpperCase(Locale.ROOT).startsWith("P")) {
                return Duration.parse(text);
            }
        } catch (DateTimeException e) {
            throw new BadValue("must be a duration such as 30d, 12h, 15m or 45s");
        }
        Matcher amount = AMOUNT.matcher(text.toLowerCase(Locale.ROOT));
        Duration sum = Duration.ZERO;
        int end = 0;
        while (amount.find() && amount.start() == end) {
            long count = Long.parseLong(amount.group(1));
            String unit = amount.group(2);
            sum =
                    sum.plus(
                            unit.equals("w")
                                    ? Duration.ofDays(7 * count)
                                    : Duration.of(count, UNITS.get(unit)));
            end = amount.end();
        }
        if (end == 0 || end < text.length()) {
            throw new BadValue("must be a duration such as 30d, 12h, 15m or 45s");
        }
        return sum;
    }

    private Optional<LocalDate> date(String text) {
        Matcher relative = RELATIVE_DATE.matcher(text.toLowerCase(Locale.ROOT));
        if (relative.matches()) {
            return Optional.of(relativeDate(relative));
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private LocalDate relativeDate(Matcher relative) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (relative.group(3) != null) {
            return today.minusDays(Long.parseLong(relative.group(3)));
        }
        if (relative.group(1) == null) {
            return today;
        }
        long count = Long.parseLong(relative.group(1));
        return relative.group(2).equals("w") ? today.minusWeeks(count) : today.minusDays(count);
    }

    private Instant instant(String text) throws BadValue {
        Optional<LocalDate> day = date(text);
        if (day.isPresent()) {
            return day.get().atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        String iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException withoutOffset) {
            try {
                return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw new BadValue("must be a date and time such as 2024-06-01T00:00:00Z");
            }
        }
    }

    private static URI uri(String text) throws BadValue {
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new BadValue("must be an address such as https://api.example.com");
        }
        throw new BadValue("must be an address such as https://api.example.com");
    }

    private Path path(String text) throws BadValue {
        try {
            return root.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new BadValue("must be a path such as data/orders");
        }
    }

    private static Object constant(SettingsType type, String text) throws BadValue {
        String wanted = text.toLowerCase(Locale.ROOT).replace('-', '_');
        for (Object constant : type.javaClass().getEnumConstants()) {
            if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return constant;
            }
        }
        List<String> choices = SettingsField.choices(type);
        throw new BadValue(
                "must be one of "
                        + String.join(", ", choices)
                        + SourceException.nearest(wanted, choices)
                                .map(near -> " (did you mean " + near + "?)")
                                .orElse(""));
    }
}
