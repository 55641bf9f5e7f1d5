package dev.dango.http;

import dev.dango.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Recognises an answer that means something else than its status says. Immutable; each method
 * returns a changed copy, which matches if everything asked for holds.
 */
public final class Match {

    private final List<Predicate<Response>> conditions;

    private Match(List<Predicate<Response>> conditions) {
        this.conditions = conditions;
    }

    /**
     * Answers with this status.
     *
     * @param code such as 404
     * @return never null
     */
    public static Match status(int code) {
        return new Match(List.of(response -> response.status() == code));
    }

    /**
     * Answers with any status.
     *
     * @return never null
     */
    public static Match any() {
        return new Match(List.of());
    }

    /**
     * Asks for a value in the JSON body.
     *
     * @param pointer where it stands, with a {@code *} for any element
     * @param regex what the whole value must match
     * @return a changed copy, which does not match answers that are not JSON
     */
    public Match value(String pointer, String regex) {
        Predicate<String> wanted = Pattern.compile(regex).asMatchPredicate();
        return and(
                response -> {
                    try {
                        return response.texts(pointer).stream().anyMatch(wanted);
                    } catch (SourceException notJson) {
                        return false;
                    }
                });
    }

    /**
     * Asks for a header.
     *
     * @param name in any case
     * @param regex what the whole of one of its values must match
     * @return a changed copy
     */
    public Match header(String name, String regex) {
        Predicate<String> wanted = Pattern.compile(regex).asMatchPredicate();
        return and(response -> response.headers(name).stream().anyMatch(wanted));
    }

    /**
     * Asks for a text anywhere in the body.
     *
     * @param part what the body must contain, in this case
     * @return a changed copy
     */
    public Match containing(String part) {
        return and(response -> new String(response.body(), StandardCharsets.UTF_8).contains(part));
    }

    private Match and(Predicate<Response> condition) {
        List<Predicate<Response>> more = new ArrayList<>(conditions);
        more.add(condition);
        return new Match(List.copyOf(more));
    }

    /**
     * Tells whether an answer matches.
     *
     * @param response the answer
     * @return true if everything asked for holds
     */
    public boolean matches(Response response) {
        return conditions.stream().allMatch(condition -> condition.test(response));
    }
}
