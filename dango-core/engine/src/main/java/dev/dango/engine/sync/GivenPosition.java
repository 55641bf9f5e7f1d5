package dev.dango.engine.sync;

import dev.dango.engine.state.CursorKey;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** A position as users type it. */
final class GivenPosition {

    private GivenPosition() {}

    /**
     * Understands it as the cursor's kind demands; a day means its beginning, and what has no zone
     * is in UTC.
     */
    static CursorKey parse(CursorSpec.Kind kind, String resource, String text) {
        try {
            return switch (kind) {
                case TIMESTAMP -> CursorKey.of(instant(text));
                case NUMBER -> CursorKey.ofNumber(kind, Long.parseLong(text));
                default -> CursorKey.ofText(text);
            };
        } catch (NumberFormatException e) {
            throw wrong(resource, "whole numbers", text, "Write a number, such as 1200.");
        } catch (DateTimeException e) {
            throw wrong(
                    resource,
                    "points in time",
                    text,
                    "Write a day such as 2024-01-31, or a moment such as 2024-01-31T12:00:00Z.");
        }
    }

    private static Instant instant(String text) {
        if (!text.contains("T")) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        TemporalAccessor parsed =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(
                        text, OffsetDateTime::from, LocalDateTime::from);
        return parsed instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
    }

    private static SourceException wrong(String resource, String kind, String text, String hint) {
        return SourceException.of(
                        ErrorKind.CONFIG,
                        "%s goes by %s, and \"%s\" is none".formatted(resource, kind, text))
                .hint(hint);
    }
}
