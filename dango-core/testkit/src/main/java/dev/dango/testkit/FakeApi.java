package dev.dango.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fake of a remote HTTP API, on a free port of the loopback interface. Routes are lambdas that
 * may keep state, failures are scripted, and every request is recorded. Thread-safe.
 *
 * <pre>{@code
 * try (FakeApi api = FakeApi.start()) {
 *     api.get("/v1/charges", call -> Reply.json(Map.of("data", charges)));
 *     api.failNext("/v1/charges", 503, 2);
 *     // ... read ...
 *     assertThat(api.requests("/v1/charges")).hasSize(3);
 * }
 * }</pre>
 *
 * <p>A path without a route answers 404; a route that throws answers 400 with the message, which no
 * client sends again.
 */
public final class FakeApi implements AutoCloseable {

    static {
        // Without it the JDK's server takes 40 ms for each answer on a connection that is kept.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers.
         *
         * @param call the request
         * @return never null
         * @throws Exception anything: the caller then gets status 400
         */
        Reply answer(Call call) throws Exception;
    }

    private record Route(String method, Pattern path, List<String> names, Handler handler) {}

    private record Failure(Predicate<Call> on, Handler handler) {}

    private final HttpServer server;
    private final ExecutorService threads;
    private final Deque<Route> routes = new ArrayDeque<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private Predicate<Call> allowed = call -> true;
    private Reply refusal = Reply.status(401);

    private FakeApi(HttpServer server) {
        this.server = server;
        this.threads =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread = new Thread(task, "fake-api");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Starts an API that has no routes yet.
     *
     * @return to be closed
     */
    public static FakeApi start() {
        try {
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            FakeApi api = new FakeApi(HttpServer.create(free, 0));
            api.server.createContext("/", api::serve);
            api.server.setExecutor(api.threads);
            api.server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where it is.
     *
     * @return such as {@code http://127.0.0.1:40123}, without a slash at the end
     */
    public String url() {
        return "http://"
                + server.getAddress().getHostString()
                + ":"
                + server.getAddress().getPort();
    }

    // ---- routes ----------------------------------------------------------------------------

    /**
     * Answers GET requests.
     *
     * @param path without a query; segments may be variables: {@code /repos/{name}/issues}
     * @param handler answers; of two for one path the later counts
     */
    public void get(String path, Handler handler) {
        route("GET", path, handler);
    }

    /**
     * Answers POST requests.
     *
     * @param path without a query; segments may be variables
     * @param handler answers; of two for one path the later counts
     */
    public void post(String path, Handler handler) {
        route("POST", path, handler);
    }

    private synchronized void route(String method, String path, Handler handler) {
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        for (String segment : path.substring(1).split("/", -1)) {
            boolean variable = segment.startsWith("{");
            if (variable) {
                names.add(segment.substring(1, segment.length() - 1));
            }
            regex.append('/').append(variable ? "([^/]*)" : Pattern.quote(segment));
        }
        routes.addFirst(new Route(method, Pattern.compile(regex.toString()), names, handler));
    }

    /**
     * Never answers GET requests for a path, until this API is closed.
     *
     * @param path without a query
     */
    public void hang(String path) {
        get(path, FakeApi::neverAnswer);
    }

    private static Reply neverAnswer(Call call) throws InterruptedException {
        new CountDownLatch(1).await(); // closing interrupts it
        return Reply.status(503);
    }

    /**
     * Lets nobody in who does not send a header; others get a refusal.
     *
     * @param name in any case
     * @param value all of it
     * @param otherwise the refusal
     */
    public synchronized void requireHeader(String name, String value, Reply otherwise) {
        allowed = call -> call.header(name).filter(value::equals).isPresent();
        refusal = otherwise;
    }

    // ---- scripted failures -----------------------------------------------------------------

    /**
     * Fails the next requests, whatever they ask for. Clients are told to come back at once, so
     * that tests of repetition take no time.
     *
     * @param status such as 503
     * @param times how many
     */
    public void failNext(int status, int times) {
        failNext(call -> true, call -> prompt(status), times);
    }

    /**
     * Fails the next requests for a path. Clients are told to come back at once.
     *
     * @param path without a query
     * @param status such as 503
     * @param times how many
     */
    public void failNext(String path, int status, int times) {
        failNext(path, prompt(status), times);
    }

    /**
     * Fails the next requests for a path in a certain way.
     *
     * @param path without a query
     * @param reply the answer instead of the route's
     * @param times how many
     */
    public void failNext(String path, Reply reply, int times) {
        failNext(call -> call.path().equals(path), call -> reply, times);
    }

    /**
     * Never answers the next requests for a path, until this API is closed.
     *
     * @param path without a query
     * @param times how many
     */
    public void hangNext(String path, int times) {
        failNext(call -> call.path().equals(path), FakeApi::neverAnswer, times);
    }

    private synchronized void failNext(Predicate<Call> on, Handler handler, int times) {
        for (int i = 0; i < times; i++) {
            failures.add(new Failure(on, handler));
        }
    }

    private static Reply prompt(int status) {
        return Reply.json(Map.of("message", "scripted failure"))
                .withStatus(status)
                .header("Retry-After", "0");
    }

    // ---- what came in ----------------------------------------------------------------------

    /**
     * Everything asked so far.
     *
     * @return in the order in which it came
     */
    public synchronized List<Call> requests() {
        return List.copyOf(calls);
    }

    /**
     * What was asked of a path so far.
     *
     * @param path without a query
     * @return in the order in which it came
     */
    public List<Call> requests(String path) {
        return requests().stream().filter(call -> call.path().equals(path)).toList();
    }

    /** Forgets what was asked. */
    public synchronized void clearRequests() {
        calls.clear();
    }

    /**
     * Waits until a path has been asked for.
     *
     * @param path without a query
     * @throws InterruptedException if this thread is interrupted
     * @throws IllegalStateException if nobody asks within ten seconds
     */
    public synchronized void awaitRequest(String path) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (calls.stream().noneMatch(call -> call.path().equals(path))) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException("nobody asked for " + path);
            }
            wait(left);
        }
    }

    // ---- serving ---------------------------------------------------------------------------

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(received(exchange));
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body();
            exchange.sendResponseHeaders(reply.code(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(Call call) {
        try {
            Optional<Handler> scripted = note(call);
            return scripted.isPresent() ? scripted.get().answer(call) : answer(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.status(503);
        } catch (Exception | AssertionError e) {
            return Reply.json(Map.of("message", e.toString())).withStatus(400);
        }
    }

    private synchronized Optional<Handler> note(Call call) {
        calls.add(call);
        notifyAll();
        if (!allowed.test(call)) {
            Reply refused = refusal;
            return Optional.of(refusing -> refused);
        }
        for (Failure failure : failures) {
            if (failure.on().test(call)) {
                failures.remove(failure);
                return Optional.of(failure.handler());
            }
        }
        return Optional.empty();
    }

    private Reply answer(Call call) throws Exception {
        for (Route route : routes()) {
            Matcher path = route.path().matcher(call.path());
            if (route.method().equals(call.method()) && path.matches()) {
                Map<String, String> variables = new HashMap<>();
                for (int i = 0; i < route.names().size(); i++) {
                    variables.put(route.names().get(i), path.group(i + 1));
                }
                return route.handler().answer(call.with(variables));
            }
        }
        return Reply.json(Map.of("message", "no route for " + call.path())).withStatus(404);
    }

    private synchronized List<Route> routes() {
        return List.copyOf(routes);
    }

    private static Call received(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        return new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                queries(exchange.getRequestURI().getRawQuery()),
                headers,
                new String(body, StandardCharsets.UTF_8),
                Map.of());
    }

    private static Map<String, List<String>> queries(String raw) {
        Map<String, List<String>> queries = new LinkedHashMap<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                String[] pair = part.split("=", 2);
                queries.computeIfAbsent(decoded(pair[0]), name -> new ArrayList<>())
                        .add(pair.length == 2 ? decoded(pair[1]) : "");
            }
        }
        return queries;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Stops, and breaks off what hangs. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
