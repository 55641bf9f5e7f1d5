package dev.dango.connectors.matomo;

import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.List;

/**
 * Matomo's failures, which come as {@code {"result": "error", "message": ...}} and status 200,
 * alone or among the answers to a bulk request. Their texts are all there is to tell them by.
 */
final class Errors {

    /**
     * A sort of failure.
     *
     * @param kind whose move it is
     * @param message what Matomo's message looks like
     * @param hint what to do
     */
    private record Sort(ErrorKind kind, String message, String hint) {}

    private static final String NOT_THERE =
            "(?s).*(does not exist or is not available|is not enabled|not activated"
                    + "|is deactivated).*";

    /** What is not there, or switched off for the site. */
    static final Match UNSUPPORTED = error(NOT_THERE);

    private static final List<Sort> SORTS =
            List.of(
                    new Sort(
                            ErrorKind.AUTH,
                            "(?s).*Unable to authenticate.*",
                            "Make a new token under Administration > Personal > Security in"
                                    + " Matomo, and put it into api_token."),
                    new Sort(
                            ErrorKind.PERMISSION,
                            "(?s).*can't access this resource.*",
                            "Give the token's user the permission \"view\" for the site of"
                                    + " site_id."),
                    new Sort(
                            ErrorKind.CONFIG,
                            "(?s).*unexpected website was found.*",
                            "Check site_id: Matomo shows it under Administration > Websites >"
                                    + " Manage."),
                    new Sort(
                            ErrorKind.UNSUPPORTED,
                            NOT_THERE,
                            "Activate the plugin, or the visits log of the site, in Matomo; or leave the table"
                                    + " out."),
                    new Sort(ErrorKind.REMOTE, "(?s).*", ""));

    private Errors() {}

    private static Match error(String message) {
        return Match.any().value("/result", "error").value("/message", message);
    }

    /** Teaches an endpoint to see failures in answers of status 200. */
    static Endpoint seenBy(Endpoint endpoint) {
        Endpoint seeing = endpoint;
        for (Sort sort : SORTS) {
            seeing = seeing.fail(sort.kind(), error(sort.message()), sort.hint());
        }
        return seeing;
    }

    /** The failure of one report in a bulk request. */
    static SourceException of(Report report, String message) {
        Sort sort =
                SORTS.stream().filter(s -> message.matches(s.message())).findFirst().orElseThrow();
        return SourceException.of(
                        sort.kind(), report.method() + " was answered with an error: " + message)
                .hint(sort.hint());
    }
}
