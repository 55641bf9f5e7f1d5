package dev.dango.http;

import dev.dango.http.internal.CommonLimitHeaders;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what an answer is: a page, nothing, or a failure of some kind. */
final class StatusMapper {

    private static final int LONGEST_MESSAGE = 300;

    /** Where services put the sentence that says what is wrong. */
    private static final List<String> MESSAGES =
            List.of(
                    "/error/message",
                    "/message",
                    "/errors/0/message",
                    "/error_description",
                    "/error",
                    "/errors/0/detail",
                    "/errors/0",
                    "/errors",
                    "/errorMessages/0",
                    "/error/messages/0",
                    "/error/title",
                    "/description",
                    "/detail",
                    "/Message",
                    "/0/message",
                    "/0/error/message");

    /** A value of the answer in a hint. */
    private static final Pattern PLACE = Pattern.compile("\\{(/[^}]*)\\}");

    private static final Map<ErrorKind, String> HINTS =
            Map.of(
                    ErrorKind.AUTH, "Check the credentials; they may have expired.",
                    ErrorKind.PERMISSION, "Give the credentials access to it, or leave it out.",
                    ErrorKind.NOT_FOUND, "Check the settings that name it.");

    private StatusMapper() {}

    /**
     * Judges.
     *
     * @param rules this API's own, first match counts
     * @param now our time
     * @return the answer, perhaps marked as ignored
     * @throws SourceException if it is a failure
     */
    static Response check(Response response, List<Rule> rules, Instant now) {
        for (Rule rule : rules) {
            if (rule.match().matches(response)) {
                ErrorKind kind = rule.kind().orElse(null);
                if (kind == null) {
                    return response.ignore();
                }
                throw failure(kind, rule.hint(), response, now);
            }
        }
        if (response.status() / 100 == 2) {
            return response;
        }
        throw failure(kind(response), "", response, now);
    }

    private static ErrorKind kind(Response response) {
        int status = response.status();
        if (status >= 500) {
            return ErrorKind.TRANSIENT;
        }
        return switch (status) {
            case 401 -> ErrorKind.AUTH;
            case 403 -> isLimit(response) ? ErrorKind.RATE_LIMITED : ErrorKind.PERMISSION;
            case 404, 410 -> ErrorKind.NOT_FOUND;
            case 429 -> ErrorKind.RATE_LIMITED;
            default -> ErrorKind.REMOTE;
        };
    }

    /** Some services refuse with 403 what is only too much at once, and say when to come back. */
    private static boolean isLimit(Response response) {
        return response.header("Retry-After").isPresent()
                || response.header("X-RateLimit-Remaining").filter("0"::equals).isPresent();
    }

    private static SourceException failure(
            ErrorKind kind, String hint, Response response, Instant now) {
        String what = response.request() + " was answered with " + response.status();
        SourceException failure =
                SourceException.of(
                                kind,
                                message(response)
                                        .map(text -> what + ": " + ended(text))
                                        .orElse(what + "."))
                        .hint(
                                hint.isEmpty()
                                        ? HINTS.getOrDefault(kind, "")
                                        : filled(hint, response));
        Instant serverTime = CommonLimitHeaders.serverTime(response, now);
        return CommonLimitHeaders.retryAfter(response, serverTime)
                .map(failure::retryAfter)
                .orElse(failure);
    }

    /** Puts values of the answer where the hint names them. */
    private static String filled(String hint, Response response) {
        return PLACE.matcher(hint)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        response.text(found.group(1)).orElse("?")));
    }

    private static String ended(String text) {
        return text.matches(".*[.!?…]") ? text : text + ".";
    }

    private static Optional<String> message(Response response) {
        return said(response)
                .map(text -> text.replaceAll("\\s+", " ").trim())
                .filter(text -> !text.isEmpty())
                .map(
                        text ->
                                text.length() > LONGEST_MESSAGE
                                        ? text.substring(0, LONGEST_MESSAGE - 1) + "…"
                                        : text);
    }

    private static Optional<String> said(Response response) {
        String type = response.header("Content-Type").orElse("");
        if (type.startsWith("text/plain")) {
            return Optional.of(new String(response.body(), StandardCharsets.UTF_8));
        }
        try {
            return MESSAGES.stream()
                    .map(response::text)
                    .flatMap(Optional::stream)
                    .filter(text -> !text.isBlank())
                    .findFirst();
        } catch (SourceException notJson) {
            return Optional.empty();
        }
    }
}
