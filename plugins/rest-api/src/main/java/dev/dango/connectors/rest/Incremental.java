package dev.dango.connectors.rest;

import dev.dango.http.Endpoint;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.IncrementalCursor;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns an {@code incremental} into a cursor and the values that its placeholders take. */
final class Incremental {

    private static final Pattern LAG = Pattern.compile("([0-9]{1,9})([dhms]?)");
    private static final List<String> KINDS = List.of("timestamp", "number", "text");
    private static final List<String> ENDS = List.of("open", "closed");
    private static final List<String> MISSING = List.of("raise", "include", "exclude");
    private static final List<String> ORDERS = List.of("asc", "desc", "none");

    private final Block block;
    private final String column;
    private final Optional<Object> initial;
    private final Optional<Object> end;
    private final Optional<String> convert;
    private final CursorSpec.Kind kind;

    /**
     * Reads what says which records are new.
     *
     * @param block what the user wrote; its other keys are refused later
     */
    Incremental(Block block) {
        this.block = block;
        String path =
                block.text("cursor_path")
                        .orElseThrow(() -> block.problem("cursor_path", "is missing."));
        this.column = column(path);
        this.initial = block.value("initial_value");
        this.end = block.value("end_value");
        this.convert = block.text("convert").or(() -> block.text("transform"));
        convert.filter(name -> TimeShape.named(name).isEmpty())
                .ifPresent(
                        name -> {
                            throw block.problem(
                                    "convert",
                                    "must be one of "
                                            + TimeShape.NAMES
                                            + "; functions are Python's own.");
                        });
        this.kind = kind();
        checkValue("initial_value", initial);
        checkValue("end_value", end);
        refuseUnsupported();
    }

    private String column(String path) {
        try {
            return JsonPath.column(path);
        } catch (IllegalArgumentException e) {
            throw block.problem("cursor_path", e.getMessage()).causedBy(e);
        }
    }

    private CursorSpec.Kind kind() {
        return block.word("cursor_type", KINDS)
                .map(word -> CursorSpec.Kind.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElseGet(this::likelyKind);
    }

    private CursorSpec.Kind likelyKind() {
        if (convert.isPresent()) {
            return CursorSpec.Kind.TIMESTAMP;
        }
        Optional<Object> sample = initial.or(() -> end);
        if (sample.isEmpty()) {
            return column.matches("(?i)(.*[._])?id")
                    ? CursorSpec.Kind.NUMBER
                    : CursorSpec.Kind.TIMESTAMP;
        }
        if (sample.get() instanceof Number) {
            return CursorSpec.Kind.NUMBER;
        }
        return TimeShape.of(sample.get()).isPresent()
                ? CursorSpec.Kind.TIMESTAMP
                : CursorSpec.Kind.TEXT;
    }

    private void checkValue(String key, Optional<Object> value) {
        boolean fits =
                switch (kind) {
                    case TIMESTAMP -> value.isEmpty() || TimeShape.of(value.get()).isPresent();
                    case NUMBER -> block.number(key).isPresent() || value.isEmpty();
                    default -> block.text(key).isPresent() || value.isEmpty();
                };
        if (!fits) {
            throw block.problem(
                    key, "must be a point in time such as 2024-06-01 or 2024-06-01T00:00:00Z.");
        }
    }

    private void refuseUnsupported() {
        only("last_value_func", "max", "the greatest value is the last one.");
        block.refuse("primary_key", "set the primary_key of the resource.");
        block.refuse("allow_external_schedulers", "there are none.");
    }

    private void only(String key, String value, String why) {
        block.text(key)
                .filter(text -> !text.equals(value))
                .ifPresent(text -> block.refuse(key, "only " + value + " is: " + why));
    }

    /** Adds the parameters that {@code start_param} and {@code end_param} name. */
    Endpoint parameters(Endpoint endpoint, Placeholders placeholders) {
        Endpoint asking = endpoint;
        Optional<String> start = block.text("start_param");
        if (start.isPresent()) {
            asking = asking.query(start.get(), placeholders.incremental("start_value"));
        }
        Optional<String> until = block.text("end_param");
        return until.isPresent()
                ? asking.query(until.get(), placeholders.incremental("end_value"))
                : asking;
    }

    /** Has the endpoint load what is new. */
    Endpoint apply(Endpoint endpoint, Placeholders placeholders) {
        for (String value : Placeholders.INCREMENTAL) {
            Optional<Object> source = value.equals("end_value") ? end : initial;
            if (placeholders.needs(value) && source.isEmpty()) {
                throw block.problem(
                        value.equals("end_value") ? "end_value" : "initial_value",
                        "is missing, but {incremental." + value + "} needs a value.");
            }
        }
        CursorSpec cursor = cursor();
        block.refuseOthers();
        boolean asks = placeholders.wantsAny() || initial.isPresent();
        return asks ? endpoint.incremental(cursor, this::values) : endpoint.cursor(cursor);
    }

    private CursorSpec cursor() {
        CursorSpec spec =
                switch (kind) {
                    case TIMESTAMP -> CursorSpec.timestamp(column);
                    case NUMBER -> CursorSpec.number(column);
                    default -> CursorSpec.text(column);
                };
        return withRange(withLag(spec).ordered(order()));
    }

    private CursorSpec withRange(CursorSpec spec) {
        CursorSpec ranged = initial.map(value -> spec.from(position(value))).orElse(spec);
        ranged = end.isPresent() ? ranged.until(position(end.get())) : ranged;
        if (end.isPresent() && initial.isEmpty()) {
            throw block.problem("initial_value", "is missing, but end_value needs one.");
        }
        if (block.word("range_start", ENDS).filter("open"::equals).isPresent()) {
            ranged = ranged.startOpen();
        }
        if (block.word("range_end", ENDS).filter("closed"::equals).isPresent()) {
            ranged = ranged.endClosed();
        }
        Optional<String> missing = block.word("on_cursor_value_missing", MISSING);
        return missing.isEmpty()
                ? ranged
                : ranged.missing(
                        CursorSpec.Missing.valueOf(missing.get().toUpperCase(Locale.ROOT)));
    }

    private String position(Object value) {
        return kind == CursorSpec.Kind.TIMESTAMP ? instant(value).toString() : value.toString();
    }

    private CursorSpec.Order order() {
        return switch (block.word("row_order", ORDERS).orElse("none")) {
            case "asc" -> CursorSpec.Order.ASCENDING;
            case "desc" -> CursorSpec.Order.DESCENDING;
            default -> CursorSpec.Order.NONE;
        };
    }

    private CursorSpec withLag(CursorSpec spec) {
        Optional<Object> written = block.value("lag");
        if (written.isEmpty()) {
            return spec;
        }
        return switch (kind) {
            case TIMESTAMP -> spec.lag(duration(written.get()));
            case NUMBER -> spec.lag(block.count("lag").orElseThrow());
            default -> throw block.problem("lag", "cannot be taken off a text.");
        };
    }

    /**
     * With a unit as in {@code 3d}, or dlt's way: days if the first value is a day, else seconds.
     */
    private Duration duration(Object written) {
        Matcher unit = LAG.matcher(written.toString());
        if (!unit.matches()) {
            throw block.problem("lag", "must be a duration such as 3d, 12h, 30m or 90s.");
        }
        long amount = Long.parseLong(unit.group(1));
        return switch (unit.group(2)) {
            case "d" -> Duration.ofDays(amount);
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "s" -> Duration.ofSeconds(amount);
            default ->
                    initial.flatMap(TimeShape::of).filter(TimeShape::isDay).isPresent()
                            ? Duration.ofDays(amount)
                            : Duration.ofSeconds(amount);
        };
    }

    // ---- values ----------------------------------------------------------------------------

    private Map<String, Object> values(Optional<IncrementalCursor> cursor) {
        Map<String, Object> values = new HashMap<>();
        Object start = start(cursor);
        values.put("incremental.start_value", start);
        values.put("incremental.last_value", start);
        values.put("incremental.initial_value", start(Optional.empty()));
        values.put("incremental.end_value", end(cursor));
        return values;
    }

    private Object start(Optional<IncrementalCursor> cursor) {
        return switch (kind) {
            case TIMESTAMP -> {
                Instant from = initial.map(Incremental::instant).orElse(Instant.EPOCH);
                Instant since = cursor.map(known -> known.since(from)).orElse(from);
                boolean everything = initial.isEmpty() && since.equals(Instant.EPOCH);
                yield everything ? null : format().apply(since);
            }
            case NUMBER -> {
                long from = initial.map(Incremental::number).orElse(Long.MIN_VALUE);
                long after = cursor.map(known -> known.after(from)).orElse(from);
                yield after == Long.MIN_VALUE ? null : after;
            }
            default ->
                    cursor.flatMap(IncrementalCursor::position)
                            .or(() -> initial.map(Object::toString))
                            .orElse(null);
        };
    }

    private Object end(Optional<IncrementalCursor> cursor) {
        if (kind == CursorSpec.Kind.NUMBER) {
            return end.map(Incremental::number).orElse(null);
        }
        if (kind == CursorSpec.Kind.TEXT) {
            return end.map(Object::toString).orElse(null);
        }
        Optional<Instant> until = cursor.flatMap(IncrementalCursor::until);
        Optional<Instant> configured = end.map(Incremental::instant);
        return configured
                .filter(own -> until.isEmpty() || own.isBefore(until.get()))
                .or(() -> until)
                .map(format())
                .orElse(null);
    }

    private Function<Instant, Object> format() {
        return convert.flatMap(TimeShape::named)
                .or(() -> initial.or(() -> end).flatMap(TimeShape::of).map(TimeShape::format))
                .orElseGet(() -> TimeShape.named("iso").orElseThrow());
    }

    private static Instant instant(Object written) {
        return TimeShape.of(written)
                .map(TimeShape::instant)
                .orElseThrow(() -> new DateTimeException(written.toString()));
    }

    private static long number(Object written) {
        return Long.parseLong(written.toString());
    }
}
