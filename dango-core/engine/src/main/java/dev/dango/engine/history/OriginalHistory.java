package dev.dango.engine.history;

import dev.dango.engine.report.Json;
import dev.dango.engine.report.SourceReport.Failure;
import dev.dango.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The history that the original Dango kept of a source: a JSON array, the newest run last. It is
 * read and never written.
 */
final class OriginalHistory {

    private final Path file;
    private final String source;

    OriginalHistory(Path folder, String source) {
        this.file = folder.resolve(source + ".json");
        this.source = source;
    }

    /** The newest first; what cannot be understood is left out. */
    List<RunRecord> runs() {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<RunRecord> runs = new ArrayList<>();
        try {
            if (Json.read(Files.readString(file)) instanceof List<?> entries) {
                entries.forEach(entry -> run(JsonFields.of(entry)).ifPresent(runs::add));
            }
        } catch (IOException e) {
            return List.of();
        }
        Collections.reverse(runs);
        return runs;
    }

    private Optional<RunRecord> run(JsonFields entry) {
        return entry.text("timestamp").flatMap(OriginalHistory::time).map(at -> run(entry, at));
    }

    private RunRecord run(JsonFields entry, Instant at) {
        List<Failure> failures = new ArrayList<>();
        for (String name : List.of("error_message", "transform_error", "post_sync_error")) {
            entry.text(name)
                    .filter(text -> !text.isBlank())
                    .ifPresent(text -> failures.add(of(text)));
        }
        return new RunRecord(
                at.toString(),
                source,
                "",
                status(entry.text("status").orElse("")),
                at,
                entry.seconds("duration_seconds"),
                new RunOptions(
                        entry.flag("full_refresh"),
                        entry.text("start_date").flatMap(OriginalHistory::day),
                        Optional.empty(),
                        OptionalLong.empty()),
                Optional.empty(),
                new RowCounts(entry.number("rows_processed").orElse(0), 0, 0, 0, 0),
                Phases.NONE,
                Traffic.NONE,
                List.of(),
                failures,
                List.of());
    }

    private static Failure of(String message) {
        return new Failure(Optional.empty(), ErrorKind.INTERNAL.name(), message, "", null);
    }

    /** Sources of files write "error" where others write "failed". */
    private static RunRecord.Status status(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "success" -> RunRecord.Status.OK;
            case "partial" -> RunRecord.Status.PARTIAL;
            case "interrupted" -> RunRecord.Status.INTERRUPTED;
            default -> RunRecord.Status.FAILED;
        };
    }

    /** Times without a zone were written by a clock in UTC. */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException withoutZone) {
            try {
                return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text.substring(0, Math.min(10, text.length()))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
