package dev.dango.http;

import dev.dango.http.internal.Urls;
import dev.dango.http.internal.Waiting;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an API looks like: where it is, how it lets one in, and its listings. Immutable; each method
 * returns a changed copy.
 */
public final class RestApi {

    private final String baseUrl;
    private Auth auth = Auth.none();
    private Map<String, String> headers = Map.of();
    private int limit;
    private Duration limitPeriod = Duration.ofSeconds(1);
    private int concurrency = Integer.MAX_VALUE;
    private LimitHeaders limits = LimitHeaders.common();
    private String probe;
    private Endpoint defaults = Endpoint.blank();
    private Map<String, Endpoint> endpoints = Map.of();
    private Set<String> selected = Set.of();

    private RestApi(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    private RestApi(RestApi other) {
        baseUrl = other.baseUrl;
        auth = other.auth;
        headers = other.headers;
        limit = other.limit;
        limitPeriod = other.limitPeriod;
        concurrency = other.concurrency;
        limits = other.limits;
        probe = other.probe;
        defaults = other.defaults;
        endpoints = other.endpoints;
        selected = other.selected;
    }

    /**
     * Starts a description.
     *
     * @param baseUrl what paths are appended to; may have a path itself
     * @return never null
     * @throws SourceException of kind CONFIG if it is not an http or https URL
     */
    public static RestApi at(String baseUrl) {
        if (!Urls.isAbsolute(baseUrl) || !Urls.hasHost(baseUrl)) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "The base URL \"" + baseUrl + "\" is not an address.")
                    .hint("Write it with http:// or https:// and the host.");
        }
        return new RestApi(baseUrl);
    }

    /**
     * Sets how requests are signed.
     *
     * @param newAuth never null
     * @return a changed copy
     */
    public RestApi auth(Auth newAuth) {
        RestApi copy = new RestApi(this);
        copy.auth = newAuth;
        return copy;
    }

    /**
     * Sends a header with every request to this API's own host. For secrets use {@link #auth}.
     *
     * @param name in any case
     * @param value sent as it is
     * @return a changed copy
     */
    public RestApi header(String name, String value) {
        RestApi copy = new RestApi(this);
        copy.headers = new LinkedHashMap<>(headers);
        copy.headers.put(name, value);
        return copy;
    }

    /**
     * Limits how fast requests are sent, over all slices of a source together.
     *
     * @param requests how many in any stretch of this length
     * @param per the length
     * @return a changed copy
     */
    public RestApi limit(int requests, Duration per) {
        RestApi copy = new RestApi(this);
        copy.limit = requests;
        copy.limitPeriod = per;
        return copy;
    }

    /**
     * Limits how many requests are under way at once, over all slices of a source together: for
     * services that want to be asked one thing after the other.
     *
     * @param requests at least 1
     * @return a changed copy
     */
    public RestApi concurrency(int requests) {
        RestApi copy = new RestApi(this);
        copy.concurrency = requests;
        return copy;
    }

    /**
     * Sets how the limits in answers' headers are read. Without it: {@link LimitHeaders#common()}.
     *
     * @param newLimits never null
     * @return a changed copy
     */
    public RestApi limits(LimitHeaders newLimits) {
        RestApi copy = new RestApi(this);
        copy.limits = newLimits;
        return copy;
    }

    /**
     * Sets what {@code check} asks for by GET. Without it: the first page of the first resource.
     *
     * @param path of something small that every user of the API may see
     * @return a changed copy
     */
    public RestApi probe(String path) {
        RestApi copy = new RestApi(this);
        copy.probe = path;
        return copy;
    }

    /**
     * Sets what holds for every endpoint that does not say otherwise; query parameters, headers and
     * rules are joined.
     *
     * @param change describes the defaults on an empty endpoint
     * @return a changed copy
     */
    public RestApi defaults(UnaryOperator<Endpoint> change) {
        RestApi copy = new RestApi(this);
        copy.defaults = change.apply(defaults);
        return copy;
    }

    /**
     * Adds a listing.
     *
     * @param name what users select and what the table is called
     * @param endpoint the listing
     * @return a changed copy
     * @throws IllegalArgumentException if there is one of that name
     */
    public RestApi resource(String name, Endpoint endpoint) {
        RestApi copy = new RestApi(this);
        copy.endpoints = new LinkedHashMap<>(endpoints);
        if (copy.endpoints.putIfAbsent(name, endpoint) != null) {
            throw new IllegalArgumentException("two resources called " + name);
        }
        return copy;
    }

    /**
     * Chooses among the listings.
     *
     * @param names those to read; empty for all but the ones that are read {@linkplain
     *     Endpoint#onRequest on request}
     * @return a changed copy
     */
    public RestApi select(Collection<String> names) {
        RestApi copy = new RestApi(this);
        copy.selected = new LinkedHashSet<>(names);
        return copy;
    }

    /**
     * A client for requests outside the read loop. Each has limits of its own: make one per run.
     *
     * @return never null
     */
    public HttpClient client() {
        return client(Waiting.REAL, new Random());
    }

    HttpClient client(Waiting time, RandomGenerator random) {
        return new HttpClient(this, time, random);
    }

    /**
     * The listings as resources, for sources that add resources of their own to them.
     *
     * @param client what they are read with
     * @return those selected
     * @throws SourceException of kind CONFIG if a name is selected that is not on offer
     */
    public List<Resource> resources(HttpClient client) {
        Map<String, Endpoint> all = complete();
        List<Resource> resources = new ArrayList<>();
        for (String name : selection()) {
            resources.add(all.get(listing(name)).resource(name, all, client));
        }
        return resources;
    }

    /** The names on offer, in the order of the description. */
    List<String> names() {
        return List.copyOf(endpoints.keySet());
    }

    private Collection<String> selection() {
        if (!selected.isEmpty()) {
            return selected;
        }
        return endpoints.keySet().stream().filter(n -> !endpoints.get(n).isOnRequest()).toList();
    }

    /** The listing that goes by this name, today or formerly. */
    private String listing(String name) {
        if (endpoints.containsKey(name)) {
            return name;
        }
        return endpoints.entrySet().stream()
                .filter(entry -> entry.getValue().formerNames().contains(name))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElseThrow(() -> unknown(name));
    }

    private SourceException unknown(String name) {
        Stream<String> former =
                endpoints.values().stream().flatMap(endpoint -> endpoint.formerNames().stream());
        Optional<String> nearest =
                SourceException.nearest(
                        name, Stream.concat(endpoints.keySet().stream(), former).toList());
        return SourceException.of(ErrorKind.CONFIG, "There is no resource \"" + name + "\".")
                .hint(
                        nearest.map(guess -> "Did you mean \"" + guess + "\"?")
                                .orElseGet(
                                        () -> "On offer are " + String.join(", ", names()) + "."));
    }

    private Map<String, Endpoint> complete() {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        endpoints.forEach((name, endpoint) -> all.put(name, endpoint.over(defaults)));
        for (Endpoint endpoint : all.values()) {
            endpoint.parent()
                    .filter(parent -> !all.containsKey(parent) || all.get(parent).isCustom())
                    .ifPresent(
                            parent -> {
                                throw new IllegalArgumentException("no parent called " + parent);
                            });
        }
        return all;
    }

    /** Whether credentials may go to this address. */
    boolean trusts(String address) {
        String origin = Urls.origin(address);
        String insecure = origin.replaceFirst("^https:", "http:");
        Set<String> trusted =
                Stream.concat(
                                Stream.of(baseUrl),
                                endpoints.values().stream()
                                        .map(Endpoint::path)
                                        .filter(Objects::nonNull)
                                        .filter(Urls::isAbsolute))
                        .map(Urls::origin)
                        .collect(Collectors.toSet());
        return trusted.contains(origin) || trusted.contains(insecure);
    }

    String baseUrl() {
        return baseUrl;
    }

    Auth auth() {
        return auth;
    }

    Map<String, String> headers() {
        return headers;
    }

    int limit() {
        return limit;
    }

    Duration limitPeriod() {
        return limitPeriod;
    }

    int concurrency() {
        return concurrency;
    }

    LimitHeaders limits() {
        return limits;
    }

    Optional<String> probe() {
        return Optional.ofNullable(probe);
    }

    /** What holds for every listing that does not say otherwise. */
    Endpoint defaults() {
        return defaults;
    }

    /** Rules that hold for requests outside the listings. */
    List<Rule> rules() {
        return defaults.rules();
    }
}
