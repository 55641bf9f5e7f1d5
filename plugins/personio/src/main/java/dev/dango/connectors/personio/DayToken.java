package dev.dango.connectors.personio;

import dev.dango.http.Auth;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The first generation's token, which is good for 24 hours, longer than any run.
 *
 * <p>See https://developer.personio.de/reference/post_auth
 */
final class DayToken implements Auth {

    /** Personio refuses credentials with one status or another. */
    private static final Set<ErrorKind> REFUSALS =
            Set.of(ErrorKind.AUTH, ErrorKind.PERMISSION, ErrorKind.NOT_FOUND, ErrorKind.REMOTE);

    private final PersonioSource.Config config;
    private Secret token;

    DayToken(PersonioSource.Config config) {
        this.config = config;
    }

    @Override
    public Request sign(Request request, Function<Request, Response> send) {
        return Auth.bearer(token(send)).sign(request, send);
    }

    @Override
    public synchronized boolean renew() {
        token = null;
        return true;
    }

    private synchronized Secret token(Function<Request, Response> send) {
        if (token == null) {
            token = Secret.of(ask(send));
        }
        return token;
    }

    private String ask(Function<Request, Response> send) {
        Request asking =
                Request.post(config.baseUrl().replaceFirst("/+$", "") + "/v1/auth")
                        .json(
                                Map.of(
                                        "client_id", config.clientId().reveal(),
                                        "client_secret", config.clientSecret().reveal()));
        try {
            return send.apply(asking).text("/data/token").orElseThrow(() -> refused(null));
        } catch (SourceException e) {
            throw REFUSALS.contains(e.kind()) ? refused(e) : e;
        }
    }

    private static SourceException refused(SourceException cause) {
        return SourceException.of(ErrorKind.AUTH, "Personio does not know these API credentials.")
                .hint(
                        "Check client_id and client_secret in Personio under Settings,"
                                + " Integrations, API credentials.")
                .causedBy(cause);
    }
}
