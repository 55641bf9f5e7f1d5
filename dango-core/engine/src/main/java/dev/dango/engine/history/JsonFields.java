package dev.dango.engine.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The fields of a JSON object, by their types; what is missing or of another type is nothing. */
record JsonFields(Map<?, ?> fields) {

    private static final double MILLIS = 1000.0;

    static JsonFields of(Object value) {
        return new JsonFields(value instanceof Map<?, ?> map ? map : Map.of());
    }

    Optional<String> text(String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    OptionalLong number(String name) {
        return fields.get(name) instanceof Number number
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    Optional<Duration> seconds(String name) {
        return fields.get(name) instanceof Number number
                ? Optional.of(Duration.ofMillis(Math.round(number.doubleValue() * MILLIS)))
                : Optional.empty();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    JsonFields object(String name) {
        return of(fields.get(name));
    }

    <T> List<T> list(String name, Function<Object, T> element) {
        List<T> list = new ArrayList<>();
        if (fields.get(name) instanceof List<?> elements) {
            elements.forEach(value -> list.add(element.apply(value)));
        }
        return list;
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
