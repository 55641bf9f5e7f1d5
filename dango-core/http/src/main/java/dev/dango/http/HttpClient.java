package dev.dango.http;

import dev.dango.http.internal.CommonLimitHeaders;
import dev.dango.http.internal.OkHttpTransport;
import dev.dango.http.internal.RateLimiter;
import dev.dango.http.internal.RetryPolicy;
import dev.dango.http.internal.Urls;
import dev.dango.http.internal.Waiting;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Sends requests to one API: signed, no faster than allowed, again after failures that pass. For
 * connectors that need a loop of their own; {@link RestSource} uses it for all others. Thread-safe;
 * one per run of a source, so that all its slices share one limit.
 */
public final class HttpClient {

    private static final int MOST_REDIRECTS = 5;

    private static final Duration FIRST_LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST_UNTIL_NEXT_LOOK = Duration.ofSeconds(20);

    /** A wait shorter than this is not worth telling. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    /** How tokens are asked for: token services refuse a grant with 400. */
    private static final Terms TOKEN_TERMS =
            new Terms(
                    List.of(Rule.fail(ErrorKind.AUTH, Match.status(400), "")),
                    Auth.none(),
                    Optional.empty());

    private final RestApi api;
    private final Waiting time;
    private final RetryPolicy retries;
    private final RateLimiter limiter;
    private final Map<String, RateLimiter> quotas = new ConcurrentHashMap<>();
    private final Semaphore places;

    HttpClient(RestApi api, Waiting time, RandomGenerator random) {
        this.api = api;
        this.time = time;
        this.retries = new RetryPolicy(random);
        this.limiter = new RateLimiter(api.limit(), api.limitPeriod(), time);
        this.places = new Semaphore(api.concurrency(), true);
    }

    /**
     * A GET request to this API.
     *
     * @param path appended to the base URL, or an absolute URL
     * @return never null
     */
    public Request get(String path) {
        return Request.get(Urls.join(api.baseUrl(), path));
    }

    /**
     * A POST request to this API.
     *
     * @param path appended to the base URL, or an absolute URL
     * @return never null
     */
    public Request post(String path) {
        return Request.post(Urls.join(api.baseUrl(), path));
    }

    /**
     * Sends a request and waits for the answer. Blocks while the limit is reached and between
     * attempts, and says so by {@link SourceContext#waiting}; all of it ends at once when the run
     * is cancelled.
     *
     * @param request without credentials; it must not change anything, since it may be sent again
     * @param context of the calling thread
     * @return an answer of status 2xx, or one that the API's rules let pass
     * @throws SourceException AUTH for 401, PERMISSION for 403, NOT_FOUND for 404 and 410,
     *     RATE_LIMITED for 429 and TRANSIENT for 5xx and failing connections (both after five
     *     attempts), REMOTE for anything else, CANCELLED
     */
    public Response send(Request request, SourceContext context) {
        return send(request, new Terms(api.rules(), api.auth(), Optional.empty()), context);
    }

    /**
     * Reads a whole listing at once, outside the read loop: what a connector has to know before it
     * can make sense of records, such as the names of custom fields. The API's defaults hold for
     * it.
     *
     * @param listing without variables; what it says of tables and of what is new does not count
     * @param context of the calling thread
     * @return its pages
     * @throws SourceException as {@link #send} does, and REMOTE if the service leads in a circle
     */
    public List<Response> pages(Endpoint listing, SourceContext context) {
        List<Response> pages = new ArrayList<>();
        pages(listing, context, pages::add);
        return pages;
    }

    /**
     * Goes through a listing page by page, outside the read loop: for tables that are read in a way
     * of their own. The API's defaults hold for it.
     *
     * @param listing without variables; what it says of tables and of what is new does not count
     * @param context of the calling thread
     * @param goOn takes a page; false ends the reading
     * @throws SourceException as {@link #send} does, and REMOTE if the service leads in a circle
     */
    public void pages(Endpoint listing, SourceContext context, Predicate<Response> goOn) {
        Listing.whole(this, listing.over(api.defaults()), context, goOn);
    }

    /**
     * Asks again and again, ever less often, until something is done that takes the service a
     * while: an export, a bulk job. The first look comes after a moment.
     *
     * @param request asks how far it is
     * @param done tells by an answer; throws if it will never be done
     * @param what is waited for, in a few words for the progress line
     * @param context of the calling thread
     * @return the answer that says so
     * @throws SourceException as {@link #send} does, and whatever {@code done} throws
     */
    public Response await(
            Request request, Predicate<Response> done, String what, SourceContext context) {
        Duration wait = FIRST_LOOK;
        while (true) {
            pause(wait, what, context);
            Response answer = send(request, context);
            if (done.test(answer)) {
                return answer;
            }
            Duration longer = wait.multipliedBy(2);
            wait = longer.compareTo(LONGEST_UNTIL_NEXT_LOOK) < 0 ? longer : LONGEST_UNTIL_NEXT_LOOK;
        }
    }

    /**
     * Sends requests ahead, for those who go through a listing and have to ask something else about
     * each page or record of it.
     *
     * @param <T> stands for a page, a record, or whatever is asked about
     * @param opening gives the first request about it; empty to send none
     * @param context of the calling thread
     * @return to be closed
     */
    public <T> ReadAhead<T> readAhead(
            Function<T, Optional<Request>> opening, SourceContext context) {
        return new ReadAhead<>(opening, this::send, context);
    }

    /** Sends a request of a listing, which may have rules and a limit of its own. */
    Response send(Request request, Endpoint endpoint, SourceContext context) {
        return send(request, new Terms(endpoint.rules(), api.auth(), endpoint.quota()), context);
    }

    /** What one sending goes by. */
    private record Terms(List<Rule> rules, Auth auth, Optional<Quota> quota) {}

    private Response send(Request request, Terms terms, SourceContext context) {
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            Attempt tried = attempt(request, terms, context);
            if (tried.failure().isEmpty()) {
                return tried.answer();
            }
            SourceException failure = tried.failure().get();
            if (failure.kind() == ErrorKind.AUTH && !renewed && terms.auth().renew()) {
                renewed = true;
                continue;
            }
            if (!failure.kind().isRetryable()) {
                throw failure;
            }
            if (attempt == RetryPolicy.ATTEMPTS) {
                throw givenUp(failure);
            }
            String next = " (attempt " + (attempt + 1) + " of " + RetryPolicy.ATTEMPTS + ")";
            pause(retries.wait(attempt, failure.retryAfter()), tried.brief() + next, context);
        }
    }

    /** What became of one attempt: an answer, or a failure and what it was in a few words. */
    private record Attempt(Response answer, Optional<SourceException> failure, String brief) {

        static Attempt succeeded(Response answer) {
            return new Attempt(answer, Optional.empty(), "");
        }

        static Attempt failed(SourceException failure, String brief) {
            return new Attempt(null, Optional.of(failure), brief);
        }
    }

    private Attempt attempt(Request request, Terms terms, SourceContext context) {
        String host = Urls.host(request.address());
        Response answer;
        try {
            answer = exchange(request, terms, context);
        } catch (IOException e) {
            context.cancellation().throwIfRequested();
            return Attempt.failed(unreachable(request, host, e), "no answer from " + host);
        }
        heed(answer, terms, context);
        try {
            return Attempt.succeeded(
                    StatusMapper.check(answer, terms.rules(), context.clock().instant()));
        } catch (SourceException e) {
            return Attempt.failed(e, answer.status() + " from " + host);
        }
    }

    private Response exchange(Request request, Terms terms, SourceContext context)
            throws IOException {
        Request target = request;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            awaitTurn(terms, context);
            Request signed = signed(target, terms.auth(), context);
            Response answer = inTurn(signed, target, context);
            Optional<Request> elsewhere = Redirects.follow(target, answer);
            if (elsewhere.isEmpty()) {
                return answer;
            }
            target = elsewhere.get();
        }
        throw SourceException.of(ErrorKind.REMOTE, request + " is redirected over and over again.");
    }

    /** Whoever waits here when the run is cancelled is let in soon, since all others break off. */
    private Response inTurn(Request signed, Request shown, SourceContext context)
            throws IOException {
        places.acquireUninterruptibly();
        try {
            context.cancellation().throwIfRequested();
            context.exchanged(1, 0);
            Response answer = OkHttpTransport.send(signed, shown, context.cancellation());
            context.exchanged(0, answer.body().length);
            return answer;
        } finally {
            places.release();
        }
    }

    /** Credentials and the API's own headers go to its own host only, wherever a link leads. */
    private Request signed(Request request, Auth auth, SourceContext context) {
        if (!api.trusts(request.address())) {
            return request;
        }
        Request complete = request;
        for (Map.Entry<String, String> header : api.headers().entrySet()) {
            if (request.header(header.getKey()).isEmpty()) {
                complete = complete.header(header.getKey(), header.getValue());
            }
        }
        return auth.sign(complete, plain -> askForToken(plain, context));
    }

    Response askForToken(Request request, SourceContext context) {
        return send(request, TOKEN_TERMS, context);
    }

    private void awaitTurn(Terms terms, SourceContext context) {
        String host = Urls.host(api.baseUrl());
        terms.quota().ifPresent(q -> awaitTurn(q.name() + " of " + host, limiter(q), context));
        awaitTurn(host, limiter, context);
    }

    private void awaitTurn(String what, RateLimiter granting, SourceContext context) {
        Duration wait = granting.reserve();
        if (!wait.isZero()) {
            pause(wait, "limit of " + what, context);
        }
    }

    private RateLimiter limiter(Quota quota) {
        return quotas.computeIfAbsent(
                quota.name(), name -> new RateLimiter(quota.requests(), quota.per(), time));
    }

    /** What an answer under a quota asks for holds up nothing else. */
    private void heed(Response answer, Terms terms, SourceContext context) {
        Instant now = CommonLimitHeaders.serverTime(answer, context.clock().instant());
        RateLimiter concerned = terms.quota().map(this::limiter).orElse(limiter);
        api.limits().pause(answer, now).ifPresent(concerned::close);
    }

    private void pause(Duration wait, String why, SourceContext context) {
        boolean told = wait.compareTo(WORTH_TELLING) >= 0;
        long began = time.nanos();
        if (told) {
            context.waiting((wait.toMillis() + 999) / 1000 + " s, " + why);
        }
        try {
            time.pause(wait, context.cancellation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceException.of(ErrorKind.CANCELLED, "Interrupted while waiting.").causedBy(e);
        } finally {
            context.waited(Duration.ofNanos(time.nanos() - began));
        }
        context.cancellation().throwIfRequested();
        if (told) {
            context.waiting("");
        }
    }

    private static SourceException unreachable(Request request, String host, IOException cause) {
        if (cause instanceof SSLPeerUnverifiedException
                || cause.getCause() instanceof CertificateException) {
            return SourceException.of(
                            ErrorKind.REMOTE, "The certificate of " + host + " cannot be trusted.")
                    .hint("Check the base URL, and the certificates this machine trusts.")
                    .causedBy(cause);
        }
        String what =
                cause instanceof UnknownHostException
                        ? "no such host is known"
                        : cause instanceof SocketTimeoutException
                                ? "it did not answer in time"
                                : String.valueOf(cause.getMessage());
        return SourceException.of(
                        ErrorKind.TRANSIENT,
                        request + " had no answer from " + host + ": " + what + ".")
                .hint("Check the network and the base URL.")
                .causedBy(cause);
    }

    private static SourceException givenUp(SourceException last) {
        SourceException failure =
                SourceException.of(
                                last.kind(),
                                last.getMessage()
                                        + " Gave up after "
                                        + RetryPolicy.ATTEMPTS
                                        + " attempts.")
                        .hint(last.hint().isEmpty() ? "Try again later." : last.hint())
                        .causedBy(last);
        return last.retryAfter().map(failure::retryAfter).orElse(failure);
    }
}
