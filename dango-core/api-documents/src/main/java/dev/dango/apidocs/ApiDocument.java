package dev.dango.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.testkit.Call;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a vendor publishes about its API for machines, to check requests against.
 *
 * <pre>{@code
 * ApiDocument document = ApiDocument.openApi("asana/asana_oas.yaml").under("/api/1.0");
 * syncWell(project());
 * document.allows(api.requests());
 * }</pre>
 *
 * <p>Immutable; each method returns a changed copy. Not thread-safe.
 */
public final class ApiDocument {

    private final Rules rules;
    private final String base;
    private final Map<String, String> exceptions;

    private ApiDocument(Rules rules, String base, Map<String, String> exceptions) {
        this.rules = rules;
        this.base = base;
        this.exceptions = exceptions;
    }

    /** Finds what a request does that the document does not allow. */
    @FunctionalInterface
    interface Rules {

        /**
         * Checks one request.
         *
         * @param call the request
         * @param path its path without that of the base URL
         * @return a sentence for each problem
         */
        List<String> problems(Call call, String path);
    }

    /**
     * Reads OpenAPI or Swagger documents: path, parameters by name and value, headers and body of a
     * request are checked. Of several documents the first counts that knows the path.
     *
     * @param files in JSON or YAML, in the folder of vendors' documents. That is {@code
     *     shared/specs} beside the project, or what the system property {@code dango.api.documents}
     *     names
     * @return never null; a test that asks for a document is skipped where there is none
     */
    public static ApiDocument openApi(String... files) {
        List<Path> paths = Arrays.stream(files).map(DocumentFolder::file).toList();
        return new ApiDocument(OpenApiRules.read(paths), "", Map.of());
    }

    /**
     * Reads Google's discovery documents: path and query parameters of a request are checked. Of
     * several documents the first counts that knows the path.
     *
     * @param files in the folder of vendors' documents (see {@link #openApi})
     * @return never null; a test that asks for a document is skipped where there is none
     */
    public static ApiDocument discovery(String... files) {
        List<Path> paths = Arrays.stream(files).map(DocumentFolder::file).toList();
        return new ApiDocument(DiscoveryRules.read(paths), "", Map.of());
    }

    /**
     * Reads a GraphQL schema: query and variables in a request's JSON body are checked.
     *
     * @param file the answer to an introspection query, in the folder of vendors' documents (see
     *     {@link #openApi})
     * @return never null; a test that asks for a document is skipped where there is none
     */
    public static ApiDocument graphQl(String file) {
        return new ApiDocument(GraphQlRules.read(DocumentFolder.file(file)), "", Map.of());
    }

    /**
     * Says where the document's paths begin.
     *
     * @param path of the base URL, as the fake sees it
     * @return a changed copy
     */
    public ApiDocument under(String path) {
        return new ApiDocument(rules, path, exceptions);
    }

    /**
     * Lets problems pass in which the document, not the request, is wrong.
     *
     * @param text part of the problem's text
     * @param reason why it is no problem, and who says so
     * @return a changed copy
     */
    public ApiDocument except(String text, String reason) {
        Map<String, String> more = new LinkedHashMap<>(exceptions);
        more.put(text, reason);
        return new ApiDocument(rules, base, more);
    }

    /**
     * Checks requests. Fails also when there are none, and when an {@linkplain #except exception}
     * was never needed.
     *
     * @param calls what a fake was asked for
     */
    public void allows(List<Call> calls) {
        assertThat(calls).as("requests to check").isNotEmpty();
        Set<String> problems = new TreeSet<>();
        Set<String> needed = new TreeSet<>();
        for (Call call : calls) {
            for (String problem : problems(call)) {
                List<String> passing =
                        exceptions.keySet().stream().filter(problem::contains).toList();
                needed.addAll(passing);
                if (passing.isEmpty()) {
                    problems.add(call.method() + " " + call.path() + ": " + problem);
                }
            }
        }
        assertThat(problems).as("what the vendor's document does not allow").isEmpty();
        assertThat(needed)
                .as("exceptions that are needed; remove the others")
                .containsExactlyInAnyOrderElementsOf(exceptions.keySet());
    }

    private List<String> problems(Call call) {
        if (!call.path().startsWith(base)) {
            return new ArrayList<>(List.of("is not under " + base));
        }
        return rules.problems(call, call.path().substring(base.length()));
    }
}
