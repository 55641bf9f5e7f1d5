package dev.dango.engine.dlt;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What dlt's state says of one resource: positions by the path of the cursor's field, and whatever
 * else the source keeps there.
 */
public final class ResourceState {

    private static final String INCREMENTAL = "incremental";
    private static final String LAST_VALUE = "last_value";
    private static final String HASHES = "unique_hashes";

    /** Below this, whole numbers count seconds since 1970; from here on milliseconds. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private final String name;
    private final Map<String, Object> raw;

    ResourceState(String name, Map<String, Object> raw) {
        this.name = name;
        this.raw = raw;
    }

    /**
     * Where dlt stands with one cursor.
     *
     * @param path the field it is over, by the names of the records
     * @param lastValue the furthest value: a text, a number or a point in time
     * @param hashes of the records at that value
     */
    public record Position(String path, Object lastValue, List<String> hashes) {}

    /**
     * A resource of which nothing is known.
     *
     * @param name its name
     * @return never null
     */
    public static ResourceState empty(String name) {
        return new ResourceState(name, Map.of());
    }

    /**
     * Whether Dango wrote it, so that its own table of positions knows better.
     *
     * @return false if dlt wrote it
     */
    public boolean isOurs() {
        return StateDocument.isOurs(raw);
    }

    /**
     * The positions that have a value.
     *
     * @return one per cursor; mostly one or none
     */
    public List<Position> positions() {
        Map<String, Object> cursors = StateDocument.child(raw, INCREMENTAL);
        return cursors.keySet().stream()
                .map(path -> position(path, StateDocument.child(cursors, path)))
                .filter(position -> position.lastValue() != null)
                .toList();
    }

    private static Position position(String path, Map<String, Object> cursor) {
        List<String> hashes =
                cursor.get(HASHES) instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of();
        return new Position(path, TypedValue.decode(cursor.get(LAST_VALUE)), hashes);
    }

    /**
     * The same with another position.
     *
     * @param path the field the cursor is over
     * @param value a text, a number or a point in time
     * @param hashes of the records at that value
     * @return a changed copy; the value has the form that the one before it has
     */
    public ResourceState at(String path, Object value, List<String> hashes) {
        Map<String, Object> before = StateDocument.child(raw, INCREMENTAL);
        Map<String, Object> cursor = new LinkedHashMap<>(StateDocument.child(before, path));
        Object last = cursor.get(LAST_VALUE);
        Object next = value instanceof Instant time ? inTheFormOf(last, time) : value;
        cursor.putIfAbsent("initial_value", null);
        if (!DltJson.text(next).equals(DltJson.text(last))) {
            cursor.put("start_value", last);
        }
        cursor.put(LAST_VALUE, next);
        cursor.put(HASHES, hashes);
        Map<String, Object> cursors = new LinkedHashMap<>(before);
        cursors.put(path, cursor);
        Map<String, Object> changed = new LinkedHashMap<>(raw);
        changed.put(INCREMENTAL, cursors);
        return new ResourceState(name, changed);
    }

    /**
     * The same without any position.
     *
     * @return a changed copy
     */
    public ResourceState reset() {
        Map<String, Object> changed = new LinkedHashMap<>(raw);
        changed.remove(INCREMENTAL);
        return new ResourceState(name, changed);
    }

    /** dlt compares values with those of records, which have one form. */
    private static Object inTheFormOf(Object last, Instant time) {
        if (last instanceof Number number) {
            return Math.abs(number.longValue()) < FIRST_MILLIS
                    ? time.getEpochSecond()
                    : time.toEpochMilli();
        }
        if (!(last instanceof String text) || TypedValue.isTyped(text)) {
            return TypedValue.encode(time);
        }
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        boolean isDay = text.length() == LocalDate.EPOCH.toString().length();
        if (isDay && utc.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            return utc.toLocalDate().toString();
        }
        return text.endsWith("Z") ? time.toString() : PythonTime.text(time);
    }

    String name() {
        return name;
    }

    Map<String, Object> raw() {
        return raw;
    }

    /**
     * The position of the cursor over a field.
     *
     * @param matches whether a path is the field's
     * @return empty if there is none
     */
    public Optional<Position> position(Predicate<String> matches) {
        return positions().stream().filter(position -> matches.test(position.path())).findFirst();
    }
}
