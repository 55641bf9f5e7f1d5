package dev.dango.connectors.salesforce;

import dev.dango.http.HttpClient;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.SourceContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Asks an org for its objects and their records.
 *
 * @param client signs requests to the org
 * @param config the user's settings
 */
record Org(HttpClient client, SalesforceSource.Config config) {

    private static final String DATA = "/services/data/v" + SalesforceSource.VERSION;

    /** Names of the objects that users may query. */
    List<String> objects(SourceContext context) {
        Response listing = client.send(client.get(DATA + "/sobjects"), context);
        return listing.select("/sobjects").values().stream()
                .map(object -> (Map<?, ?>) object)
                .filter(object -> Boolean.TRUE.equals(object.get("queryable")))
                .map(object -> object.get("name").toString())
                .toList();
    }

    SObject describe(String object, SourceContext context) {
        return SObject.of(
                client.send(client.get(DATA + "/sobjects/" + object + "/describe"), context));
    }

    /**
     * Asks for the first page of a query.
     *
     * @param operation {@code query}, or {@code queryAll} to see deleted and archived records
     */
    Request query(String operation, String soql) {
        return client.get(DATA + "/" + operation)
                .query("q", soql)
                .header("Sforce-Query-Options", "batchSize=2000");
    }

    /** The page after one, whose address is a path from the org's address on. */
    Request page(String nextRecordsUrl) {
        return client.get(nextRecordsUrl);
    }

    Request newJob(String operation, String soql) {
        return client.post(DATA + "/jobs/query")
                .json(
                        Map.of(
                                "operation", operation,
                                "query", soql,
                                "contentType", "CSV",
                                "columnDelimiter", "COMMA",
                                "lineEnding", "LF"));
    }

    Request job(String id) {
        return client.get(DATA + "/jobs/query/" + id);
    }

    Request results(String id) {
        return client.get(DATA + "/jobs/query/" + id + "/results");
    }

    Request deletion(String id) {
        return Request.of("DELETE", job(id).url());
    }

    /** Where the first load begins. */
    Instant start() {
        return config.startDate()
                .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElse(Instant.EPOCH);
    }

    boolean isMuch(long records) {
        return records >= config.bulkFrom();
    }
}
