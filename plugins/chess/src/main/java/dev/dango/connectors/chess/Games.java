package dev.dango.connectors.chess;

import dev.dango.http.HttpClient;
import dev.dango.http.Response;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The finished games of players, month by month. Each player is a slice; its position is the first
 * month that was not over when it was read, from which the next run goes on.
 *
 * @param name of the table
 * @param players in lower case
 * @param client asks the API
 */
record Games(String name, List<String> players, HttpClient client) implements Resource {

    /** The end of an archive's address: the player and the month. */
    private static final Pattern ARCHIVE = Pattern.compile(".*/([^/]+)/games/(\\d{4}/\\d{2})");

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu/MM");

    /**
     * Answers are up to twelve hours old (the API's description, "Cache invalidation"), and a month
     * ends at different times on this planet.
     */
    private static final Duration SETTLING = Duration.ofDays(1);

    @Override
    public ResourceSpec spec() {
        return ResourceSpec.named(name)
                .description("A finished game.")
                .primaryKey("url")
                .cursor(CursorSpec.opaque());
    }

    @Override
    public List<Slice> slices(ReadContext context) {
        return players.stream().map(Slice::of).toList();
    }

    /** The original took a month for read at the first sight: its last one is read again. */
    @Override
    public Map<String, String> adopt(Map<String, ?> original) {
        Map<String, String> positions = new HashMap<>();
        if (original.get("players_games") instanceof Map<?, ?> state
                && state.get("archives") instanceof List<?> archives) {
            for (Object url : archives) {
                Matcher archive = ARCHIVE.matcher(String.valueOf(url));
                if (archive.matches()) {
                    positions.merge(archive.group(1), archive.group(2), Games::later);
                }
            }
        }
        return positions;
    }

    private static String later(String month, String other) {
        return month.compareTo(other) > 0 ? month : other;
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        IncrementalCursor cursor = context.cursor();
        String first = cursor.position().orElse("");
        for (String month : months(slice.id(), context)) {
            if (month.compareTo(first) < 0) {
                continue;
            }
            games(slice.id(), month, context).forEach(out::row);
            if (isOver(month, context.clock())) {
                cursor.advanceTo(after(month));
            }
            out.checkpoint();
            if (out.satisfied()) {
                return;
            }
        }
    }

    private List<String> months(String player, ReadContext context) {
        return client
                .send(client.get("/player/" + player + "/games/archives"), context)
                .texts("/archives/*")
                .stream()
                .map(Games::month)
                .sorted()
                .toList();
    }

    static String month(String archive) {
        Matcher url = ARCHIVE.matcher(archive);
        if (!url.matches()) {
            throw SourceException.of(
                    ErrorKind.REMOTE,
                    "\"" + archive + "\" is not the address of a month of games.");
        }
        return url.group(2);
    }

    private List<Map<String, Object>> games(String player, String month, ReadContext context) {
        try {
            String path = "/player/" + player + "/games/" + month;
            Response page = client.send(client.get(path), context).select("/games");
            return ChessSource.withMoments(page, "start_time", "end_time");
        } catch (SourceException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return List.of(); // a month whose games were all taken back
            }
            throw e;
        }
    }

    private static boolean isOver(String month, Clock clock) {
        Instant end =
                YearMonth.parse(month, MONTH)
                        .plusMonths(1)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        return clock.instant().isAfter(end.plus(SETTLING));
    }

    private static String after(String month) {
        return YearMonth.parse(month, MONTH).plusMonths(1).format(MONTH);
    }
}
