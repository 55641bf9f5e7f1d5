package dev.dango.cli.kill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A price list of which every version is kept: prices come and go, change, and change back. Looked
 * at as of any moment, the table is the list at some time; as of the end of a sync, at that time.
 */
final class Prices extends RestOrigin {

    /** Open versions at a moment; the last placeholder groups moments. */
    private static final String LIST =
            "SELECT string_agg(concat_ws(' ', v.item, v.price,"
                    + " (SELECT list(value ORDER BY _dlt_list_idx)::VARCHAR FROM prices__tiers t"
                    + " WHERE t._dlt_parent_id = v._dlt_id)), ', ' ORDER BY v.item, v.price)"
                    + " FROM (%s) m JOIN prices v ON v._dlt_valid_from <= m.moment"
                    + " AND (v._dlt_valid_to > m.moment OR v._dlt_valid_to IS NULL)"
                    + " GROUP BY m.moment";

    private static final String MOMENTS =
            "SELECT _dlt_valid_from AS moment FROM prices"
                    + " UNION SELECT _dlt_valid_to FROM prices WHERE _dlt_valid_to IS NOT NULL";

    private final Map<String, Integer> prices = new TreeMap<>();
    private final List<String> lists = new ArrayList<>();
    private final Map<Instant, String> atTheEnd = new LinkedHashMap<>();

    Prices() {
        super("prices");
    }

    @Override
    Map<String, Object> listing() {
        return Map.of("write_disposition", Map.of("disposition", "merge", "strategy", "scd2"));
    }

    /** Of few prices, so that many a version comes back. */
    @Override
    public void change(Random random) {
        for (int i = 0; i < 15; i++) {
            String item = "i" + random.nextInt(60);
            if (random.nextInt(4) == 0) {
                prices.remove(item);
            } else {
                prices.put(item, 10 + random.nextInt(3));
            }
        }
        prices.put("always", 10 + random.nextInt(3));
        List<Map<String, Object>> all = new ArrayList<>();
        prices.forEach(
                (item, price) ->
                        all.add(Map.of("item", item, "price", price, "tiers", tiers(price))));
        publish(all);
        lists.add(list());
    }

    private static List<Integer> tiers(int price) {
        return IntStream.range(price, 2 * price - 9).boxed().toList();
    }

    private String list() {
        return prices.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue() + " " + tiers(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void synced() {
        atTheEnd.put(Instant.now(), list());
    }

    /** Never half a list, two versions of one item, or a version that was never there. */
    @Override
    public List<AnyOf> always() {
        return List.of(
                new AnyOf("prices", LIST.formatted(MOMENTS), lists),
                new AnyOf(
                        "prices",
                        "SELECT item FROM prices WHERE _dlt_valid_to <= _dlt_valid_from",
                        List.of()));
    }

    @Override
    public List<Expected> expected() {
        List<Expected> expected = new ArrayList<>();
        atTheEnd.forEach(
                (moment, list) ->
                        expected.add(
                                new Expected(
                                        LIST.formatted(
                                                "SELECT TIMESTAMPTZ '%s' AS moment"
                                                        .formatted(moment)),
                                        List.of(list))));
        expected.add(
                new Expected(
                        "SELECT item FROM prices WHERE _dlt_valid_to IS NULL",
                        List.copyOf(prices.keySet())));
        expected.add(
                Schema.of("prices", "item VARCHAR, price BIGINT", "prices__tiers", "value BIGINT"));
        return expected;
    }
}
