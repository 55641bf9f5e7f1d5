package dev.dango.connectors.jira;

import dev.dango.http.ColumnNames;
import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.spi.SourceContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What has to be known of a site before its issues can be asked for and understood. Asked for once
 * a run, when it is first needed. Thread-safe.
 */
final class Site {

    private static final DateTimeFormatter JQL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** No local time anywhere is earlier, so nothing is missed, and a day at most is read again. */
    private static final ZoneId EARLIEST = ZoneOffset.ofHours(-12);

    private final HttpClient client;
    private final SourceContext context;
    private ZoneId zone;
    private Map<String, String> columns;

    Site(RestApi api, SourceContext context) {
        this.client = api.client();
        this.context = context;
    }

    /**
     * A moment as JQL wants it: in minutes, and in the time zone of the user whose token it is
     * (https://support.atlassian.com/jira-software-cloud/docs/jql-fields/).
     *
     * @return such as {@code 2026-02-01 09:30}; never after the moment
     */
    String jqlTime(Instant moment) {
        ZoneId users = zone();
        LocalDateTime local = LocalDateTime.ofInstant(moment, users);
        ZoneOffsetTransition turn = users.getRules().getTransition(local);
        // In the hour that comes twice when summer time ends, Jira may think of the second one.
        LocalDateTime plain = turn == null ? local : turn.getDateTimeAfter().minusMinutes(1);
        return JQL_TIME.format(plain);
    }

    private synchronized ZoneId zone() {
        if (zone == null) {
            Response myself = client.send(client.get("/rest/api/3/myself"), context);
            zone = myself.text("/timeZone").map(Site::zone).orElse(EARLIEST);
        }
        return zone;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return EARLIEST;
        }
    }

    /**
     * The columns of custom fields by what users call them.
     *
     * @return by the field's id; a field keeps its column as long as no field of the same name that
     *     is older goes
     */
    synchronized Map<String, String> columns() {
        if (columns == null) {
            columns = named(fields());
        }
        return columns;
    }

    private List<Map<?, ?>> fields() {
        Endpoint fields = Endpoint.get("/rest/api/3/field").records("");
        return client.pages(fields, context).stream()
                .flatMap(page -> page.values().stream())
                .<Map<?, ?>>map(field -> (Map<?, ?>) field)
                .toList();
    }

    private static Map<String, String> named(List<Map<?, ?>> fields) {
        ColumnNames names =
                new ColumnNames(ids(fields).filter(id -> !isCustom(id)).toArray(String[]::new));
        Map<String, String> called = new LinkedHashMap<>();
        fields.forEach(field -> called.put(text(field, "id"), text(field, "name")));
        Map<String, String> columns = new LinkedHashMap<>();
        ids(fields)
                .filter(Site::isCustom)
                .sorted(Comparator.comparing(String::length).thenComparing(id -> id))
                .forEach(id -> columns.put(id, names.of(called.get(id), id)));
        return columns;
    }

    private static Stream<String> ids(List<Map<?, ?>> fields) {
        return fields.stream().map(field -> text(field, "id"));
    }

    private static String text(Map<?, ?> field, String name) {
        return String.valueOf(field.get(name));
    }

    private static boolean isCustom(String id) {
        return id.startsWith("customfield_");
    }
}
