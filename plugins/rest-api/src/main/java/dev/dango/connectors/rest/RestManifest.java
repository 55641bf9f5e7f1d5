package dev.dango.connectors.rest;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.RestApi;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the user wrote about an API, turned into the same {@link RestApi} that connectors in Java
 * are made of. Finds a problem in each resource before it complains.
 */
final class RestManifest {

    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Map<String, String> tables = new LinkedHashMap<>();
    private final Map<String, String> parents = new LinkedHashMap<>();
    private final List<String> selected = new ArrayList<>();
    private final List<SourceException> problems = new ArrayList<>();
    private final Map<String, Object> defaults;
    private final Object defaultPaginator;

    /** A definition, and whether it is one of the original's. */
    private record Item(Definition definition, boolean original) {}

    private RestManifest(Map<String, Object> defaults, Object defaultPaginator) {
        this.defaults = defaults;
        this.defaultPaginator = defaultPaginator;
    }

    /**
     * Reads the resources.
     *
     * @param endpoints in the original's words
     * @param resources in dlt's words; beside endpoints, names of those to load
     * @param defaults what holds for all of them
     * @param paginator how listings are paged that do not say so themselves
     * @throws SourceException of kind CONFIG that names what is wrong
     */
    static RestManifest read(
            List<Object> endpoints,
            List<Object> resources,
            Optional<Object> defaults,
            Optional<Object> paginator) {
        RestManifest manifest =
                new RestManifest(
                        defaults.map(value -> Block.mapping("resource_defaults", value))
                                .orElse(Map.of()),
                        paginator.orElse(null));
        manifest.build(manifest.items(endpoints, resources));
        manifest.checkCycles();
        return manifest;
    }

    private List<Item> items(List<Object> endpoints, List<Object> resources) {
        List<Item> items = new ArrayList<>();
        add("endpoints", endpoints, true, items);
        List<Object> defined = new ArrayList<>();
        for (Object item : resources) {
            if (!endpoints.isEmpty() && item instanceof String name) {
                selected.add(name);
            } else {
                defined.add(item);
            }
        }
        add("resources", defined, false, items);
        fail();
        return items;
    }

    private void add(String list, List<Object> written, boolean original, List<Item> items) {
        for (int i = 0; i < written.size(); i++) {
            String place = list + "[" + (i + 1) + "]";
            Object item = written.get(i);
            attempt(
                    () -> {
                        Definition definition = Definition.read(place, item, defaults);
                        if (tables.put(definition.name(), definition.table()) != null) {
                            throw Block.problem(
                                    place
                                            + " is the second resource called \""
                                            + definition.name()
                                            + "\".");
                        }
                        items.add(new Item(definition, original));
                    });
        }
    }

    private void build(List<Item> items) {
        for (Item item : items) {
            attempt(() -> build(item));
        }
        fail();
    }

    private void build(Item item) {
        Definition definition = item.definition();
        Listing listing = new Listing(definition);
        Endpoint endpoint = listing.build(tables, defaultPaginator, item.original());
        listing.parent().ifPresent(parent -> parents.put(definition.name(), parent));
        if (endpoints.put(definition.table(), endpoint) != null) {
            throw definition.resource().problem("table_name", "is that of another resource, too.");
        }
    }

    private void checkCycles() {
        for (String name : parents.keySet()) {
            Set<String> seen = new HashSet<>();
            for (String at = name; at != null; at = parents.get(at)) {
                if (!seen.add(at)) {
                    throw Block.problem(
                            "The resource \"" + name + "\" is, by its parents, its own parent.");
                }
            }
        }
    }

    private void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (SourceException problem) {
            problems.add(problem);
        }
    }

    private void fail() {
        if (problems.size() == 1) {
            throw problems.get(0);
        }
        if (!problems.isEmpty()) {
            StringBuilder all = new StringBuilder("several resources have problems:");
            problems.forEach(problem -> all.append("\n  - ").append(problem.getMessage()));
            throw Block.problem(all.toString());
        }
    }

    /**
     * The API with all its resources.
     *
     * @param baseUrl where it is
     * @param auth how it lets one in
     * @param headers sent with every request
     */
    RestApi api(String baseUrl, Auth auth, Map<String, String> headers) {
        if (endpoints.isEmpty()) {
            throw Block.problem("There is nothing to load: neither endpoints nor resources.")
                    .hint("Add one to endpoints, such as {path: /v1/orders, name: orders}.");
        }
        RestApi api = RestApi.at(baseUrl).auth(auth);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            api = api.header(header.getKey(), header.getValue());
        }
        for (Map.Entry<String, Endpoint> endpoint : endpoints.entrySet()) {
            api = api.resource(endpoint.getKey(), endpoint.getValue());
        }
        return api.select(
                selected.stream()
                        .map(name -> Optional.ofNullable(tables.get(name)).orElse(name))
                        .toList());
    }
}
