package dev.dango.connectors.github;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.LimitHeaders;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How GitHub is asked, how it limits who asks, and what it means when it refuses. */
final class Connection {

    /** Where GitHub's own API is. */
    static final String ADDRESS = "https://api.github.com";

    /** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: 900. */
    private static final int REQUESTS_A_MINUTE = 850;

    /** The same page: how long to wait after a secondary limit that says nothing else. */
    private static final Duration AFTER_SECONDARY_LIMIT = Duration.ofMinutes(1);

    /** What older servers say, too. */
    private static final String SECONDARY_LIMIT =
            "(?s).*(secondary rate limit|abuse detection mechanism).*";

    private Connection() {}

    static RestApi to(GitHubSource.Config config) {
        String probe =
                config.named().stream()
                        .findFirst()
                        .map(repository -> "/repos/" + repository)
                        .orElseGet(() -> "/orgs/" + config.organization().orElseThrow());
        return RestApi.at(config.baseUrl())
                .auth(Auth.bearer(config.accessToken()))
                .header("Accept", "application/vnd.github+json")
                .header("X-GitHub-Api-Version", "2022-11-28")
                .limit(REQUESTS_A_MINUTE, Duration.ofMinutes(1))
                .limits(Connection::pause)
                .probe(probe)
                .defaults(
                        list ->
                                refusals(list)
                                        .records("")
                                        .key("id")
                                        .query("per_page", 100)
                                        .paging(links(config.baseUrl()))
                                        .maxTableNesting(1));
    }

    /** Links name GitHub's own address, also to those who ask through a proxy. */
    private static Paging links(String baseUrl) {
        String base = baseUrl.replaceFirst("/+$", "");
        return (request, response) ->
                Paging.linkHeader()
                        .next(request, response)
                        .map(next -> next.url(next.url().replace(ADDRESS + "/", base + "/")));
    }

    /**
     * The primary limit stands in headers, a secondary one perhaps only in the text.
     *
     * @param answer any answer
     * @param now the time at the server
     */
    static Optional<Duration> pause(Response answer, Instant now) {
        return LimitHeaders.common()
                .pause(answer, now)
                .or(() -> Optional.of(AFTER_SECONDARY_LIMIT).filter(w -> isSecondary(answer)));
    }

    private static boolean isSecondary(Response answer) {
        return secondaryLimit(403).matches(answer) || secondaryLimit(429).matches(answer);
    }

    private static Match secondaryLimit(int status) {
        return Match.status(status).value("/message", SECONDARY_LIMIT);
    }

    private static Endpoint refusals(Endpoint list) {
        return list.fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Set access_token to a personal access token that has not expired.")
                .fail(ErrorKind.RATE_LIMITED, secondaryLimit(403))
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403).containing("SAML"),
                        "Authorize the token for the organization's single sign-on, under"
                                + " Settings, Developer settings.")
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403).containing("not accessible by"),
                        "Give the token read access to it: Issues, Pull requests, Contents, Actions"
                                + " or Members.")
                .fail(
                        ErrorKind.NOT_FOUND,
                        Match.status(404),
                        "Check the names of owner and repository. What a token may not see is not"
                                + " found either.")
                // Being counted.
                .fail(ErrorKind.TRANSIENT, Match.status(202))
                // Without contributors, with issues turned off, or blocked.
                .ignore(Match.status(204))
                .ignore(Match.status(410))
                .ignore(Match.status(451))
                .ignore(Match.status(403).containing("Repository access blocked"));
    }
}
