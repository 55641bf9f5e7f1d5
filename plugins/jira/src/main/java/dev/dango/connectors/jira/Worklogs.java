package dev.dango.connectors.jira;

import dev.dango.http.HttpClient;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Worklogs of all issues by their own time of change: Jira lists the ids of those that were changed
 * and of those that were deleted, a thousand at a time, and gives the worklogs for them.
 *
 * @param spec of the table
 * @param client what it is read with
 * @param start where the first load begins
 */
record Worklogs(ResourceSpec spec, HttpClient client, Instant start) implements Resource {

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        Instant since = context.cursor().since(start);
        if (context.cursor().position().isPresent()) {
            changes("/rest/api/3/worklog/deleted", since, context, page -> delete(page, out));
        }
        changes("/rest/api/3/worklog/updated", since, context, page -> load(page, context, out));
    }

    private static boolean delete(Response page, RecordSink out) {
        page.texts("/values/*/worklogId").forEach(id -> out.delete(Map.of("id", id)));
        return true;
    }

    private boolean load(Response page, ReadContext context, RecordSink out) {
        List<Long> ids = page.texts("/values/*/worklogId").stream().map(Long::valueOf).toList();
        if (!ids.isEmpty()) {
            Request wanted = client.post("/rest/api/3/worklog/list").json(Map.of("ids", ids));
            byte[] worklogs = client.send(wanted, context).body();
            out.json(worklogs, 0, worklogs.length);
            page.text("/until").map(Long::valueOf).ifPresent(out::passed);
            out.checkpoint();
        }
        return !out.satisfied();
    }

    /** Page after page; the address that a page gives for the next one may lead past a proxy. */
    private void changes(
            String path, Instant since, ReadContext context, Predicate<Response> goOn) {
        long from = since.toEpochMilli();
        while (true) {
            Response page = client.send(client.get(path).query("since", from), context);
            boolean isLast = page.text("/lastPage").isEmpty() || page.flag("/lastPage");
            if (!goOn.test(page) || isLast) {
                return;
            }
            long until = page.text("/until").map(Long::parseLong).orElse(from);
            if (until <= from) {
                throw SourceException.of(
                        ErrorKind.REMOTE, page.request() + " names a next page that is the same.");
            }
            from = until;
        }
    }
}
