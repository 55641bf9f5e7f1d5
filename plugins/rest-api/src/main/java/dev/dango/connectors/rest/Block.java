package dev.dango.connectors.rest;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping in the user's YAML that knows where it stands. Remembers which keys it was asked for,
 * so that all others can be refused. An empty value is as if the key were not there.
 */
final class Block {

    private final String place;
    private final Map<String, Object> values;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> refused = new HashSet<>();

    /**
     * A mapping.
     *
     * @param place what messages call it, such as {@code endpoints[2].paginator}
     * @param values as the user wrote them
     */
    Block(String place, Map<String, Object> values) {
        this.place = place;
        this.values = values;
    }

    /** A value that must be a mapping. */
    static Block of(String place, Object value) {
        return new Block(place, mapping(place, value));
    }

    /** The same without the means to remember what is asked for. */
    static Map<String, Object> mapping(String place, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw problem(place + " must be a mapping of settings.");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((key, item) -> values.put(String.valueOf(key), item));
        return values;
    }

    static SourceException problem(String sentence) {
        return SourceException.of(ErrorKind.CONFIG, sentence);
    }

    /** A problem with a value; the predicate completes a sentence about it. */
    SourceException problem(String key, String predicate) {
        return problem(at(key) + " " + predicate);
    }

    /** What messages call a value of this mapping. */
    String at(String key) {
        return place + "." + key;
    }

    Optional<Object> value(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /** Whether the key stands there without a value, which takes a default away. */
    boolean isCleared(String key) {
        return values.containsKey(key) && values.get(key) == null;
    }

    Optional<String> text(String key) {
        return value(key).map(value -> scalar(key, value));
    }

    String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    private String scalar(String key, Object value) {
        if (value instanceof Map || value instanceof List) {
            throw problem(key, "must be a single value.");
        }
        return value.toString();
    }

    /** One of several words, in lower case. */
    Optional<String> word(String key, List<String> words) {
        Optional<String> word = text(key).map(text -> text.toLowerCase(Locale.ROOT));
        word.filter(text -> !words.contains(text))
                .ifPresent(
                        text -> {
                            throw problem(
                                    key,
                                    "must be one of "
                                            + String.join(", ", words)
                                            + ", not \""
                                            + text
                                            + "\""
                                            + didYouMean(text, words));
                        });
        return word;
    }

    Optional<Long> number(String key) {
        return text(key)
                .map(
                        text -> {
                            if (!text.matches("[+-]?\\d{1,18}")) {
                                throw problem(key, "must be a whole number, not \"" + text + "\".");
                            }
                            return Long.valueOf(text);
                        });
    }

    /** A number that counts records or pages. */
    Optional<Integer> count(String key) {
        return number(key)
                .map(
                        number -> {
                            if (number < 0 || number > Integer.MAX_VALUE) {
                                throw problem(key, "must not be negative or huge.");
                            }
                            return number.intValue();
                        });
    }

    boolean flag(String key, boolean otherwise) {
        return word(key, List.of("true", "false")).map(Boolean::valueOf).orElse(otherwise);
    }

    /** A list of texts; a single one needs no list. */
    Optional<List<String>> texts(String key) {
        return value(key)
                .map(
                        value ->
                                value instanceof List<?> list
                                        ? list.stream().map(item -> scalar(key, item)).toList()
                                        : List.of(scalar(key, value)));
    }

    List<Object> list(String key) {
        return value(key)
                .map(
                        value -> {
                            if (!(value instanceof List<?> list)) {
                                throw problem(key, "must be a list.");
                            }
                            return new ArrayList<Object>(list);
                        })
                .orElseGet(ArrayList::new);
    }

    Optional<Block> block(String key) {
        return value(key).map(value -> of(at(key), value));
    }

    Map<String, Object> map(String key) {
        return value(key).map(value -> mapping(at(key), value)).orElseGet(Map::of);
    }

    /** A place in JSON that the user names by a JSONPath, as a pointer. */
    Optional<String> pointer(String key) {
        return text(key).map(path -> pointer(key, path));
    }

    String pointer(String key, String path) {
        try {
            return JsonPath.pointer(path);
        } catch (IllegalArgumentException e) {
            throw problem(key, e.getMessage()).causedBy(e);
        }
    }

    /** A problem with a value that names something that there is not. */
    SourceException unknown(String key, String what, String name, Collection<String> names) {
        return problem(
                key, what + " \"" + name + "\", which there is not" + didYouMean(name, names));
    }

    /** Refuses a key that other tools know and this one does not. */
    void refuse(String key, String why) {
        refused.add(key);
        if (values.get(key) != null) {
            throw problem(key, "is not supported: " + why);
        }
    }

    /** Refuses every key that was never asked for. */
    void refuseOthers() {
        for (String key : values.keySet()) {
            if (!known.contains(key) && !refused.contains(key)) {
                throw problem(key, "is unknown" + suggestion(key));
            }
        }
    }

    private String suggestion(String key) {
        return SourceException.nearest(key, known)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse("; the settings here are " + String.join(", ", known) + ".");
    }

    private static String didYouMean(String text, Collection<String> words) {
        return SourceException.nearest(text, words)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse(".");
    }
}
