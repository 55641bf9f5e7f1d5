package dev.dango.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came in at a {@link FakeApi}.
 *
 * @param method in capitals
 * @param path without the query, decoded
 * @param queries decoded values by decoded name
 * @param headers values by name in lower case
 * @param body its text, empty if there is none
 * @param variables what stands in the place of the route's {@code {name}} segments
 */
public record Call(
        String method,
        String path,
        Map<String, List<String>> queries,
        Map<String, String> headers,
        String body,
        Map<String, String> variables) {

    /**
     * A query parameter.
     *
     * @param name decoded
     * @return its first value; empty if it was not sent
     */
    public Optional<String> query(String name) {
        return queries.getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * A query parameter that is a number.
     *
     * @param name decoded
     * @param otherwise the value if it was not sent
     * @return the number
     */
    public int number(String name, int otherwise) {
        return query(name).map(Integer::parseInt).orElse(otherwise);
    }

    /**
     * A header.
     *
     * @param name in any case
     * @return empty if it was not sent
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * What stands in the place of a variable segment of the route.
     *
     * @param name as in the route, without braces
     * @return never null
     */
    public String variable(String name) {
        return variables.get(name);
    }

    Call with(Map<String, String> found) {
        return new Call(method, path, queries, headers, body, found);
    }
}
