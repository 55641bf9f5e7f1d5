package dev.dango.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The records behind a listing of a {@link FakeApi}, to which a test may add while it runs, and the
 * usual ways to page through them. Thread-safe.
 */
public final class FakeListing {

    private final List<Map<String, Object>> records;

    /**
     * Starts with these.
     *
     * @param records in the order in which the API sends them
     */
    public FakeListing(List<? extends Map<String, ?>> records) {
        this.records = Collections.synchronizedList(new ArrayList<>());
        records.forEach(record -> this.records.add(new LinkedHashMap<>(record)));
    }

    /**
     * Adds a record at the front, as APIs do that send the newest first.
     *
     * @param record plain values by name
     */
    public void addFirst(Map<String, ?> record) {
        records.add(0, new LinkedHashMap<>(record));
    }

    /**
     * Adds a record at the end.
     *
     * @param record plain values by name
     */
    public void add(Map<String, ?> record) {
        records.add(new LinkedHashMap<>(record));
    }

    /**
     * Changes a record in its place.
     *
     * @param field by which value it is found
     * @param value as text
     * @param record what it is from now on
     */
    public void replace(String field, String value, Map<String, ?> record) {
        records.set(after(field, value) - 1, new LinkedHashMap<>(record));
    }

    /**
     * The records of now.
     *
     * @return in their order
     */
    public List<Map<String, Object>> records() {
        synchronized (records) {
            return List.copyOf(records);
        }
    }

    /**
     * The records that a filter lets pass.
     *
     * @param wanted the filter
     * @return a listing of its own
     */
    public FakeListing where(Predicate<Map<String, Object>> wanted) {
        return new FakeListing(records().stream().filter(wanted).toList());
    }

    /**
     * A part of the records.
     *
     * @param from index of the first; may lie behind the end
     * @param size how many at most
     * @return empty at the end
     */
    public List<Map<String, Object>> part(int from, int size) {
        List<Map<String, Object>> all = records();
        return all.subList(Math.min(from, all.size()), Math.min(from + size, all.size()));
    }

    /**
     * The index behind the record with this value.
     *
     * @param field which value
     * @param value as text
     * @return 0 if there is no such record
     */
    public int after(String field, String value) {
        List<Map<String, Object>> all = records();
        for (int i = 0; i < all.size(); i++) {
            if (String.valueOf(all.get(i).get(field)).equals(value)) {
                return i + 1;
            }
        }
        return 0;
    }

    /**
     * A page as {@code {"data": [...], "has_more": true}}, by parameters {@code limit} (10 unless
     * sent) and {@code starting_after}, the last id.
     *
     * @param call the request
     * @return never null
     */
    public Reply afterId(Call call) {
        int from = call.query("starting_after").map(id -> after("id", id)).orElse(0);
        int size = call.number("limit", 10);
        boolean more = from + size < records().size();
        return Reply.json(page("data", part(from, size), "has_more", more));
    }

    /**
     * A page as {@code {"data": [...], "next_cursor": "..."}}, by parameter {@code cursor}.
     *
     * @param call the request
     * @param size of a page
     * @return never null
     */
    public Reply byCursor(Call call, int size) {
        int from =
                call.query("cursor").map(token -> Integer.parseInt(token.substring(1))).orElse(0);
        boolean more = from + size < records().size();
        String next = more ? "c" + (from + size) : null;
        return Reply.json(page("data", part(from, size), "next_cursor", next));
    }

    /**
     * A page as {@code {"data": [...], "total": 42}}, by parameters {@code offset} and {@code
     * limit}.
     *
     * @param call the request
     * @param largest the limit that counts if a greater one is sent
     * @return never null
     */
    public Reply byOffset(Call call, int largest) {
        int size = Math.min(call.number("limit", largest), largest);
        List<Map<String, Object>> part = part(call.number("offset", 0), size);
        return Reply.json(page("data", part, "total", records().size()));
    }

    /**
     * A page as {@code {"data": [...], "page": 1, "total_pages": 3}}, by parameter {@code page}.
     *
     * @param call the request
     * @param first number of the first page
     * @param size of a page
     * @return never null
     */
    public Reply byPage(Call call, int first, int size) {
        int number = call.number("page", first);
        Map<String, Object> page =
                page("data", part((number - first) * size, size), "page", number);
        page.put("total_pages", (records().size() + size - 1) / size);
        return Reply.json(page);
    }

    private static Map<String, Object> page(
            String name, List<Map<String, Object>> part, String other, Object value) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, part);
        page.put(other, value);
        return page;
    }
}
