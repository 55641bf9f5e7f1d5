package dev.dango.connectors.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One resource as the user wrote it, with the defaults filled in, in one of three spellings: a
 * path; a mapping with an {@code endpoint}; a mapping that holds what belongs to the endpoint
 * itself.
 *
 * @param name what users select
 * @param table what the table is called
 * @param resource what the table is like
 * @param endpoint where it comes from
 */
record Definition(String name, String table, Block resource, Block endpoint) {

    private static final String ENDPOINT = "endpoint";

    private static final Set<String> OF_ENDPOINT =
            Set.of(
                    "path",
                    "method",
                    "params",
                    "json",
                    "data",
                    "headers",
                    "paginator",
                    "data_selector",
                    "response_actions",
                    "incremental",
                    "auth");

    /** What is joined with the defaults rather than put in their place. */
    private static final Set<String> JOINED = Set.of("params", "json", "headers", "columns");

    /**
     * Reads a definition.
     *
     * @param place what messages call it
     * @param written a path, or a mapping
     * @param defaults what holds where it says nothing itself
     */
    static Definition read(String place, Object written, Map<String, Object> defaults) {
        Map<String, Object> own =
                written instanceof String path
                        ? Map.of(ENDPOINT, path)
                        : Block.mapping(place, written);
        Map<String, Object> resource = new LinkedHashMap<>(own);
        Map<String, Object> endpoint = new LinkedHashMap<>();
        boolean flat = own.get(ENDPOINT) == null;
        if (flat) {
            resource.keySet().removeIf(OF_ENDPOINT::contains);
            own.forEach((key, value) -> endpoint.put(key, value));
            endpoint.keySet().retainAll(OF_ENDPOINT);
        } else {
            endpoint.putAll(endpointOf(place, own.get(ENDPOINT)));
        }
        resource.remove(ENDPOINT);
        return merged(place, flat, resource, endpoint, defaults);
    }

    private static Map<String, Object> endpointOf(String place, Object written) {
        return written instanceof String path
                ? Map.of("path", path)
                : Block.mapping(place + "." + ENDPOINT, written);
    }

    private static Definition merged(
            String place,
            boolean flat,
            Map<String, Object> resource,
            Map<String, Object> endpoint,
            Map<String, Object> defaults) {
        Map<String, Object> ofResource = new LinkedHashMap<>(defaults);
        Object ofEndpoint = ofResource.remove(ENDPOINT);
        Map<String, Object> wholeResource = over(ofResource, resource);
        Map<String, Object> wholeEndpoint =
                ofEndpoint == null
                        ? endpoint
                        : over(endpointOf("resource_defaults", ofEndpoint), endpoint);
        if (flat) {
            wholeResource.putAll(wholeEndpoint);
        }
        Block resourceBlock = new Block(place, wholeResource);
        Block endpointBlock =
                flat ? resourceBlock : new Block(place + "." + ENDPOINT, wholeEndpoint);
        return named(resourceBlock, endpointBlock);
    }

    private static Definition named(Block resource, Block endpoint) {
        Optional<String> path = endpoint.text("path");
        String name =
                resource.text("name")
                        .or(() -> path.map(Definition::nameOf))
                        .filter(text -> !text.isBlank())
                        .orElseThrow(
                                () ->
                                        resource.problem(
                                                "name", "is missing, and there is no path."));
        return new Definition(name, resource.text("table_name", name), resource, endpoint);
    }

    /** A path as a name: {@code /v1/users/{id}/posts} is {@code v1_users_id_posts}. */
    private static String nameOf(String path) {
        String plain = path.replaceFirst("^https?://[^/]*", "").replaceFirst("\\?.*", "");
        return plain.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
    }

    private static Map<String, Object> over(Map<String, Object> defaults, Map<String, Object> own) {
        Map<String, Object> merged = new LinkedHashMap<>(defaults);
        own.forEach(
                (key, value) -> {
                    Object other = defaults.get(key);
                    boolean join =
                            JOINED.contains(key)
                                    && value instanceof Map<?, ?>
                                    && other instanceof Map<?, ?>;
                    merged.put(
                            key,
                            join
                                    ? over(Block.mapping(key, other), Block.mapping(key, value))
                                    : value);
                });
        return merged;
    }
}
