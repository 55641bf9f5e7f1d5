package dev.dango.connectors.matomo;

import dev.dango.http.HttpClient;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads reports of a run. A first load goes through weeks, each report for itself, so that no more
 * than one week of one report is in memory. Where a report lacks no more than a week, whoever comes
 * first asks for all reports of the run that have not been read yet, which saves a daily sync most
 * of its requests. Thread-safe.
 */
final class Reports {

    /** Days of one request of a first load. */
    private static final int WEEK = 7;

    /** Matomo works on a request as long as its web server lets it; today's reports take long. */
    private static final int REPORTS_A_REQUEST = 10;

    private final HttpClient client;
    private final long site;
    private final Instant start;
    private final Duration lookback;
    private final boolean selected;
    private final Set<Report> unread = new LinkedHashSet<>();
    private final Map<String, Object> answers = new HashMap<>();

    Reports(HttpClient client, MatomoSource.Config config) {
        this.client = client;
        this.site = config.siteId();
        this.start = config.startDate().atStartOfDay(ZoneOffset.UTC).toInstant();
        this.lookback = config.lookback();
        this.selected = !config.resources().isEmpty();
    }

    Resource resource(Report report) {
        ResourceSpec spec =
                ResourceSpec.named(report.table())
                        .description("Matomo's report " + report.method())
                        .primaryKey("site_id", "date", "row_number")
                        .mergeKey("site_id", "date")
                        .maxTableNesting(2)
                        .cursor(cursor(report));
        return new Resource() {
            @Override
            public ResourceSpec spec() {
                return spec;
            }

            @Override
            public List<Slice> slices(ReadContext context) {
                expect(report);
                return List.of(Slice.WHOLE);
            }

            @Override
            public void read(Slice slice, ReadContext context, RecordSink out) {
                Reports.this.read(report, context, out);
            }
        };
    }

    /** A week, month or year is dated by its first day, which may lie before the days asked for. */
    private CursorSpec cursor(Report report) {
        CursorSpec dates =
                CursorSpec.timestamp("date").lag(lookback).ordered(CursorSpec.Order.ASCENDING);
        return report.isDaily() ? dates : dates.startLoose();
    }

    private synchronized void expect(Report report) {
        unread.add(report);
    }

    private void read(Report report, ReadContext context, RecordSink out) {
        List<String> spans = spans(report, context);
        for (String span : spans) {
            Object answer =
                    spans.size() == 1
                            ? together(report, span, context)
                            : ask(List.of(report), span, context).get(0);
            rows(report, answer).forEach(out::row);
            out.checkpoint();
            if (out.satisfied()) {
                return;
            }
        }
    }

    // ---- which days ------------------------------------------------------------------------

    /**
     * Stretches of days, oldest first. The last one ends today, in the time zone of the site, which
     * only Matomo knows.
     */
    private List<String> spans(Report report, ReadContext context) {
        LocalDate from = day(context.cursor().since(start));
        Optional<LocalDate> last = context.cursor().until().map(end -> day(end.minusNanos(1)));
        LocalDate today = day(context.clock().instant());
        LocalDate end = last.filter(day -> day.isBefore(today)).orElse(today);
        List<String> spans = new ArrayList<>();
        LocalDate next = from;
        while (report.isDaily() && next.plusDays(WEEK).isBefore(end)) {
            spans.add(next + "," + next.plusDays(WEEK - 1));
            next = next.plusDays(WEEK);
        }
        if (!next.isAfter(end)) {
            spans.add(next + "," + (end.equals(today) ? "today" : end));
        }
        return spans;
    }

    private static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    // ---- asking ----------------------------------------------------------------------------

    /** One reader asks for all; those who come in the meantime wait for what it brings. */
    private synchronized Object together(Report report, String span, ReadContext context) {
        String place = report.table() + " " + span;
        if (!answers.containsKey(place)) {
            List<Report> asked = new ArrayList<>(List.of(report));
            unread.remove(report);
            unread.stream().limit(REPORTS_A_REQUEST - 1).forEach(asked::add);
            List<Object> given = ask(asked, span, context);
            for (int i = 0; i < asked.size(); i++) {
                answers.put(asked.get(i).table() + " " + span, given.get(i));
                unread.remove(asked.get(i));
            }
        }
        return answers.remove(place);
    }

    /** https://developer.matomo.org/api-reference/reporting-api (API.getBulkRequest). */
    private List<Object> ask(List<Report> reports, String span, ReadContext context) {
        Request request =
                client.post("/index.php")
                        .query("module", "API")
                        .query("method", "API.getBulkRequest")
                        .query("format", "json");
        for (int i = 0; i < reports.size(); i++) {
            request = request.form("urls[" + i + "]", encoded(reports.get(i).request(site, span)));
        }
        Response response = client.send(request, context);
        List<Object> answers = response.select("").values();
        if (answers.size() != reports.size()) {
            throw SourceException.of(
                            ErrorKind.REMOTE,
                            "Matomo answered %d of %d reports."
                                    .formatted(answers.size(), reports.size()))
                    .hint("Check base_url; if it is right, the server is in trouble.");
        }
        return answers;
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(
                        p ->
                                p.getKey()
                                        + "="
                                        + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    // ---- rows ------------------------------------------------------------------------------

    /** A report's answer: by period a list of rows, one row, one number, or {@code []} for none. */
    private List<Map<String, Object>> rows(Report report, Object answer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        if (answer instanceof Map<?, ?> periods) {
            if ("error".equals(periods.get("result"))) {
                refuse(Errors.of(report, String.valueOf(periods.get("message"))));
                return rows;
            }
            periods.forEach(
                    (period, value) -> {
                        List<?> values = value instanceof List<?> list ? list : List.of(value);
                        for (int i = 0; i < values.size(); i++) {
                            rows.add(row(period.toString(), i + 1, values.get(i)));
                        }
                    });
        }
        return rows;
    }

    /** A plugin that is not there has nothing to say, unless somebody asks for its report. */
    private void refuse(SourceException failure) {
        if (failure.kind() != ErrorKind.UNSUPPORTED || selected) {
            throw failure;
        }
    }

    /**
     * Labels need not be unique in a report laid flat, and summaries have none: rows are counted.
     */
    private Map<String, Object> row(String period, int number, Object value) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("site_id", site);
        row.put("date", begin(period));
        row.put("row_number", number);
        if (value instanceof Map<?, ?> values) {
            values.forEach((name, cell) -> row.put(name.toString(), cell));
        } else {
            row.put("value", value);
        }
        return row;
    }

    /** The first day of {@code 2026-02-03}, {@code 2026-02-02,2026-02-08}, {@code 2026-02}, ... */
    private static Instant begin(String period) {
        String day = (period.split(",")[0] + "-01-01").substring(0, 10);
        return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
