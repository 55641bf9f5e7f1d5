package dev.dango.connectors.shopify;

import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.LimitHeaders;
import dev.dango.http.Match;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The GraphQL Admin API: one address, failures in answers of status 200, and a limit that counts
 * what queries cost instead of how many there are.
 */
final class Admin {

    private static final String ANSWER = "/graphql.json";

    /** Points; a shop of the smallest plan gets 100 a second, and a query may cost 1,000. */
    private static final int CHEAP = 100;

    private final HttpClient client;

    Admin(HttpClient client) {
        this.client = client;
    }

    /**
     * Asks.
     *
     * @return an answer without errors; {@linkplain Response#isIgnored() ignored} if the query
     *     costs more than any query may
     */
    Response ask(String query, Map<String, ?> variables, SourceContext context) {
        return client.send(
                client.post(ANSWER).json(Map.of("query", query, "variables", variables)), context);
    }

    HttpClient client() {
        return client;
    }

    // ---- limits ----------------------------------------------------------------------------

    /** https://shopify.dev/docs/api/usage/limits: points come back at a steady rate. */
    static RestApi limited(RestApi api) {
        return api.limits(Admin::pause);
    }

    /** Until there are points enough for another query like this one. */
    private static Optional<Duration> pause(Response answer, Instant now) {
        Optional<Double> lacking =
                difference(
                        number(answer, "/extensions/cost/requestedQueryCost"),
                        number(answer, "/extensions/cost/throttleStatus/currentlyAvailable"));
        Optional<Double> rate = number(answer, "/extensions/cost/throttleStatus/restoreRate");
        if (lacking.isEmpty() || rate.filter(points -> points > 0).isEmpty()) {
            return LimitHeaders.common().pause(answer, now);
        }
        long millis = (long) Math.ceil(1000 * lacking.get() / rate.get());
        return Optional.of(Duration.ofMillis(millis)).filter(wait -> millis > 0);
    }

    /** Whether a query may ask for twice as much without using up what most shops have at once. */
    static boolean isCheap(Response answer) {
        return number(answer, "/extensions/cost/requestedQueryCost")
                .filter(points -> points <= CHEAP)
                .isPresent();
    }

    private static Optional<Double> difference(Optional<Double> one, Optional<Double> other) {
        return one.flatMap(minuend -> other.map(subtrahend -> minuend - subtrahend));
    }

    /** Only answers of the API are looked into: files of bulk operations are large. */
    private static Optional<Double> number(Response answer, String pointer) {
        if (!answer.request().address().endsWith(ANSWER)) {
            return Optional.empty();
        }
        try {
            return answer.text(pointer)
                    .filter(text -> text.matches("\\d{1,9}(\\.\\d+)?"))
                    .map(Double::valueOf);
        } catch (SourceException notJson) {
            return Optional.empty();
        }
    }

    // ---- failures --------------------------------------------------------------------------

    /** https://shopify.dev/docs/api/admin-graphql#status-and-error-codes. */
    static Endpoint refusals(Endpoint endpoint) {
        return endpoint.fail(ErrorKind.RATE_LIMITED, error("/extensions/code", "THROTTLED"))
                .fail(ErrorKind.PERMISSION, error("/extensions/code", "ACCESS_DENIED"), SCOPE)
                .fail(ErrorKind.PERMISSION, error("/extensions/code", "SHOP_INACTIVE"), FROZEN)
                .fail(
                        ErrorKind.TRANSIENT,
                        error("/extensions/code", "INTERNAL_SERVER_ERROR|TIMEOUT"))
                .ignore(error("/extensions/code", "MAX_COST_EXCEEDED"))
                .fail(ErrorKind.REMOTE, error("/message", "(?s).*"))
                .fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Check access_token, or client_id and client_secret: an app that is"
                                + " installed again has a new token.")
                .fail(ErrorKind.PERMISSION, Match.status(402), FROZEN)
                .fail(ErrorKind.PERMISSION, Match.status(403), SCOPE)
                .fail(
                        ErrorKind.NOT_FOUND,
                        Match.status(404),
                        "Check shop: it is what stands before .myshopify.com.")
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(423),
                        "The shop is locked, which Shopify's support can undo.");
    }

    private static final String SCOPE = "Give the app the missing access scope.";

    private static final String FROZEN =
            "The shop is frozen until its owner pays its outstanding bill.";

    /** Puts the scope that a table needs into the advice for an app that may not see it. */
    static SourceException naming(Table table, SourceException failure) {
        return failure.hint().equals(SCOPE)
                ? failure.hint(
                        "Give the app the access scope "
                                + table.scope()
                                + " and install it again; where the plan or the app has no"
                                + " \"protected customer data\", set personal_data: false.")
                : failure;
    }

    private static Match error(String pointer, String regex) {
        return Match.status(200).value("/errors/*" + pointer, regex);
    }
}
