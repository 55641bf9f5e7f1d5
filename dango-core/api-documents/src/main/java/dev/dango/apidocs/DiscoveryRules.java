package dev.dango.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.testkit.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of Google's discovery documents. */
final class DiscoveryRules implements ApiDocument.Rules {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\+?)[^}]+\\}");

    private final List<Method> methods = new ArrayList<>();

    /** A method of an API, with the parameters that all of its methods have. */
    private record Method(String verb, Pattern path, JsonNode own, JsonNode common) {

        boolean is(Call call, String path) {
            return verb.equals(call.method()) && path().matcher(path).matches();
        }

        JsonNode parameter(String name) {
            return own.has(name) ? own.path(name) : common.path(name);
        }
    }

    private DiscoveryRules() {}

    static DiscoveryRules read(List<Path> documents) {
        DiscoveryRules rules = new DiscoveryRules();
        for (Path document : documents) {
            try {
                JsonNode api = JSON.readTree(document.toFile());
                String base = "/" + api.path("servicePath").asText();
                rules.addMethods(api, base, api.path("parameters"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rules;
    }

    private void addMethods(JsonNode resource, String base, JsonNode common) {
        for (JsonNode method : resource.path("methods")) {
            methods.add(
                    new Method(
                            method.path("httpMethod").asText(),
                            pattern(base + method.path("path").asText()),
                            method.path("parameters"),
                            common));
        }
        for (JsonNode inner : resource.path("resources")) {
            addMethods(inner, base, common);
        }
    }

    /** A variable takes a segment, or with a plus what is left. */
    private static Pattern pattern(String path) {
        StringBuilder regex = new StringBuilder();
        int from = 0;
        for (var variable = VARIABLE.matcher(path); variable.find(from); from = variable.end()) {
            regex.append(Pattern.quote(path.substring(from, variable.start())));
            regex.append(variable.group(1).isEmpty() ? "[^/]+" : ".+");
        }
        return Pattern.compile(regex + Pattern.quote(path.substring(from)));
    }

    @Override
    public List<String> problems(Call call, String path) {
        return methods.stream()
                .filter(method -> method.is(call, path))
                .map(method -> problems(call, method))
                .findFirst()
                .orElseGet(() -> List.of("there is no such path"));
    }

    private static List<String> problems(Call call, Method method) {
        List<String> problems = new ArrayList<>();
        call.queries()
                .forEach((name, values) -> check(name, values, method.parameter(name), problems));
        for (Map.Entry<String, JsonNode> own : method.own().properties()) {
            boolean needed = isQuery(own.getValue()) && own.getValue().path("required").asBoolean();
            if (needed && call.query(own.getKey()).isEmpty()) {
                problems.add("the parameter " + own.getKey() + " is missing");
            }
        }
        return problems;
    }

    private static boolean isQuery(JsonNode rule) {
        return rule.path("location").asText().equals("query");
    }

    private static void check(
            String name, List<String> values, JsonNode rule, List<String> problems) {
        if (!isQuery(rule)) {
            problems.add("there is no parameter " + name);
            return;
        }
        if (values.size() > 1 && !rule.path("repeated").asBoolean()) {
            problems.add("the parameter " + name + " is given more than once");
        }
        for (String value : values) {
            if (!allows(rule, value)) {
                problems.add("the parameter " + name + " cannot be \"" + value + "\"");
            }
        }
    }

    private static boolean allows(JsonNode rule, String value) {
        if (rule.has("enum")) {
            for (JsonNode allowed : rule.path("enum")) {
                if (allowed.asText().equals(value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (rule.path("type").asText()) {
            case "boolean" -> value.matches("true|false");
            case "integer" -> value.matches("-?\\d+");
            default -> true;
        };
    }
}
