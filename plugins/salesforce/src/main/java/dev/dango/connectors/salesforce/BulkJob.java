package dev.dango.connectors.salesforce;

import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.SourceException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A query that Salesforce runs by itself, to give its results in parts (Bulk API 2.0).
 *
 * <p>See https://developer.salesforce.com/docs/platform/api-asynch/guide/query-bulk-api-2-0.html
 *
 * @param org where
 * @param object what is read, for messages
 * @param context of the read
 */
record BulkJob(Org org, String object, ReadContext context) {

    private static final int RECORDS_A_PART = 10_000;

    /** Refusals that mean that jobs do not work here. */
    private static final Set<ErrorKind> REFUSALS =
            Set.of(
                    ErrorKind.REMOTE,
                    ErrorKind.PERMISSION,
                    ErrorKind.NOT_FOUND,
                    ErrorKind.UNSUPPORTED);

    /**
     * Runs a query to its end.
     *
     * @param goOn takes a part of the results; false ends the reading
     * @return false if Salesforce does not run it
     */
    boolean run(String operation, String soql, Predicate<Response> goOn) {
        Optional<String> id = create(operation, soql);
        if (id.isEmpty()) {
            return false;
        }
        try {
            if (!isDone(id.get())) {
                return false;
            }
            results(id.get(), goOn);
            return true;
        } finally {
            delete(id.get());
        }
    }

    private Optional<String> create(String operation, String soql) {
        try {
            return org.client().send(org.newJob(operation, soql), context).text("/id");
        } catch (SourceException e) {
            if (!REFUSALS.contains(e.kind())) {
                throw e;
            }
            tell(e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isDone(String id) {
        Response last =
                org.client()
                        .await(
                                org.job(id),
                                answer -> !state(answer).matches("UploadComplete|InProgress"),
                                "a job of Salesforce",
                                context);
        boolean done = state(last).equals("JobComplete");
        if (!done) {
            tell(last.text("/errorMessage").orElse("The job is " + state(last) + "."));
        }
        return done;
    }

    private static String state(Response answer) {
        return answer.text("/state").orElse("");
    }

    private void tell(String why) {
        context.warn(
                "Salesforce does not prepare the records of %s as a job, so they are asked for page by page: %s"
                        .formatted(object, why));
    }

    /** At the end the header holds the text {@code null}. */
    private void results(String id, Predicate<Response> goOn) {
        Trail trail = new Trail();
        Request first = org.results(id).query("maxRecords", RECORDS_A_PART);
        Optional<Request> next = Optional.of(first);
        while (next.isPresent()) {
            Response part = org.client().send(trail.follow(next.get()), context);
            boolean more = goOn.test(part);
            next =
                    part.header("Sforce-Locator")
                            .filter(locator -> more && !locator.equals("null"))
                            .map(locator -> first.query("locator", locator));
        }
    }

    private void delete(String id) {
        try {
            org.client().send(org.deletion(id), context);
        } catch (SourceException e) {
            // one that is left is deleted by Salesforce after seven days
        }
    }
}
