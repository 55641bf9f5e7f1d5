package dev.dango.connectors.kafka;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the first load of a partition begins.
 *
 * @param kind which end of the log, or a time
 * @param time set for {@link Kind#TIME} only
 */
record StartFrom(Kind kind, Optional<Instant> time) {

    enum Kind {
        EARLIEST,
        LATEST,
        TIME
    }

    /** ISO-8601 as people write it: a day, or a day and a time, with or without an offset. */
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .optionalStart()
                    .appendPattern("['T'][' ']")
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .optionalStart()
                    .appendOffsetId()
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    /**
     * Reads the setting.
     *
     * @throws SourceException of kind CONFIG if it is none of the forms
     */
    static StartFrom parse(String text) {
        String trimmed = text.strip();
        return switch (trimmed.toLowerCase(Locale.ROOT)) {
            case "earliest" -> new StartFrom(Kind.EARLIEST, Optional.empty());
            case "latest" -> new StartFrom(Kind.LATEST, Optional.empty());
            default -> new StartFrom(Kind.TIME, Optional.of(instant(trimmed)));
        };
    }

    private static Instant instant(String text) {
        try {
            TemporalAccessor parsed =
                    ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof OffsetDateTime offset) {
                return offset.toInstant();
            }
            if (parsed instanceof LocalDateTime local) {
                return local.toInstant(ZoneOffset.UTC);
            }
            return LocalDate.from(parsed).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "start_from does not understand \"" + text + "\".")
                    .hint("Write earliest, latest, 2026-01-31 or 2026-01-31T08:00:00Z.")
                    .causedBy(e);
        }
    }
}
