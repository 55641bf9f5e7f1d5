package dev.dango.connectors.jira;

import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.Response;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What hangs on issues, read for a page of changed issues at once, where one request for each issue
 * would be the plain way.
 *
 * @param spec of the table; its cursor is the issue's time of change
 * @param client what it is read with
 * @param search finds the issues that changed
 * @param fields of an issue to ask for, its time of change among them
 * @param pageSize how many issues at a time
 * @param reader takes a page of issues
 */
record IssueParts(
        ResourceSpec spec,
        HttpClient client,
        Search search,
        List<String> fields,
        int pageSize,
        PageReader reader)
        implements Resource {

    /** Which issue a record belongs to, and when that has changed. */
    static final String ISSUE = "_issues_id";

    static final String CHANGED = "_issues_updated";

    private static final int CHANGELOGS_A_PAGE = 1000;

    /** Reads what hangs on a page of issues. */
    @FunctionalInterface
    interface PageReader {
        void read(Response issues, HttpClient client, ReadContext context, RecordSink out);
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        Endpoint changed =
                search.changedIssues(context.cursor().since(search.start()), fields, pageSize);
        client.pages(
                changed,
                context,
                issues -> {
                    reader.read(issues, client, context, out);
                    issues.last("/fields/updated").ifPresent(out::passed);
                    out.checkpoint();
                    return !out.satisfied();
                });
    }

    /**
     * Comments come with their issue, but the first few only; the others are asked for. All
     * comments of a changed issue are replaced, so that deleted ones go. For that a broken load of
     * this table begins anew; with a hundred issues a request it is short.
     */
    static void comments(Response issues, HttpClient client, ReadContext context, RecordSink out) {
        boolean known = context.cursor().position().isPresent();
        for (Object each : issues.values()) {
            Map<?, ?> issue = (Map<?, ?>) each;
            Map<?, ?> comment = map(map(issue.get("fields")).get("comment"));
            List<?> first = list(comment.get("comments"));
            boolean isAll = number(comment.get("total")) <= first.size();
            List<?> all = isAll ? first : allComments(issue.get("id"), client, context);
            all.forEach(record -> out.row(of(issue, map(record))));
            if (all.isEmpty() && known) {
                out.delete(Map.of(ISSUE, issue.get("id")));
            }
        }
    }

    private static List<Object> allComments(Object id, HttpClient client, ReadContext context) {
        Endpoint comments =
                Endpoint.get("/rest/api/3/issue/" + id + "/comment")
                        .query("orderBy", "created")
                        .records("/comments")
                        .ignore(Match.status(404)) // deleted since it was found
                        .paging(Paging.offset("startAt", "maxResults", 100, "/total"));
        return client.pages(comments, context).stream()
                .flatMap(page -> page.values().stream())
                .toList();
    }

    /** The history of up to a thousand issues can be asked for at once. */
    static void changelogs(
            Response issues, HttpClient client, ReadContext context, RecordSink out) {
        if (issues.recordCount() == 0) {
            return;
        }
        Map<Object, Map<?, ?>> byId = new LinkedHashMap<>();
        issues.values().forEach(issue -> byId.put(map(issue).get("id"), map(issue)));
        Endpoint histories =
                Endpoint.post("/rest/api/3/changelog/bulkfetch")
                        .json(
                                Map.of(
                                        "issueIdsOrKeys",
                                        List.copyOf(byId.keySet()),
                                        "maxResults",
                                        CHANGELOGS_A_PAGE))
                        .records("/issueChangeLogs")
                        .paging(Paging.token("/nextPageToken", "/nextPageToken"));
        client.pages(
                histories,
                context,
                page -> {
                    for (Object log : page.values()) {
                        Map<?, ?> issue = byId.get(map(log).get("issueId"));
                        list(map(log).get("changeHistories"))
                                .forEach(history -> out.row(of(issue, map(history))));
                    }
                    return true;
                });
    }

    private static Map<String, Object> of(Map<?, ?> issue, Map<?, ?> record) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(ISSUE, issue.get("id"));
        row.put(CHANGED, map(issue.get("fields")).get("updated"));
        record.forEach((name, value) -> row.put(name.toString(), value));
        return row;
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
