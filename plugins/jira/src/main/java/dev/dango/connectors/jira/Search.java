package dev.dango.connectors.jira;

import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Searches for issues by JQL, those changed longest ago first, so that a broken run goes on where
 * it ended.
 */
final class Search {

    /** Nothing in Jira Cloud is older; a search without any restriction is refused. */
    static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

    private static final Paging PAGES =
            Paging.token("/nextPageToken", "/nextPageToken").endWhen("/isLast");

    private final Site site;
    private final JiraSource.Config config;

    Search(Site site, JiraSource.Config config) {
        this.site = site;
        this.config = config;
    }

    /** By the time of change, in a column of issues or of what hangs on them. */
    CursorSpec changed(String column) {
        return CursorSpec.timestamp(column)
                .lag(config.lookback())
                .ordered(CursorSpec.Order.ASCENDING);
    }

    Instant start() {
        return config.start().orElse(BEGINNING);
    }

    /** The issues changed since the position of a slice. */
    Endpoint changedIssues(CursorSpec cursor, List<String> fields) {
        return issues("updated >= \"{since}\"", "updated", fields, config.pageSize())
                .since(cursor, site::jqlTime)
                .start(start());
    }

    /** The issues changed since a moment. */
    Endpoint changedIssues(Instant since, List<String> fields, int pageSize) {
        String recent = "updated >= \"" + site.jqlTime(since) + "\"";
        return issues(recent, "updated", fields, pageSize);
    }

    /** All issues, in an order in which a change moves none. */
    Endpoint allIssues(List<String> fields, int pageSize) {
        return issues("created >= \"2000-01-01\"", "created", fields, pageSize);
    }

    private Endpoint issues(String restriction, String order, List<String> fields, int pageSize) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("jql", jql(restriction) + " ORDER BY " + order + " ASC");
        body.put("fields", fields);
        body.put("maxResults", pageSize);
        return Endpoint.post("/rest/api/3/search/jql")
                .records("/issues")
                .json(body)
                .paging(PAGES)
                .fail(
                        ErrorKind.CONFIG,
                        Match.status(400),
                        "Check the settings jql and projects: try the query in Jira's own search.");
    }

    private String jql(String restriction) {
        Optional<String> projects =
                Optional.of(config.projects())
                        .filter(keys -> !keys.isEmpty())
                        .map(keys -> "project in (" + quoted(keys) + ") AND ");
        Optional<String> users = config.jql().map(jql -> "(" + jql + ") AND ");
        return users.orElse("") + projects.orElse("") + restriction;
    }

    private static String quoted(List<String> keys) {
        return keys.stream()
                .map(key -> "\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(", "));
    }
}
