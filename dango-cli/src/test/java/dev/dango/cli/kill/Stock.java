package dev.dango.cli.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** What lies in which bin right now: replaced by every sync. */
final class Stock extends RestOrigin {

    private final List<String> snapshots = new ArrayList<>();

    Stock() {
        super("stock");
    }

    @Override
    Map<String, Object> listing() {
        return Map.of("write_disposition", "replace");
    }

    @Override
    public void change(Random random) {
        List<Map<String, Object>> all = new ArrayList<>();
        int items = 20 + random.nextInt(60);
        for (int item = 0; item < items; item++) {
            List<Integer> bins = new ArrayList<>();
            for (int bin = 0; bin < 1 + random.nextInt(3); bin++) {
                bins.add(random.nextInt(1000));
            }
            all.add(Map.of("item", "i" + random.nextInt(1000), "bins", bins));
        }
        publish(all);
        snapshots.add(
                all.stream()
                        .map(item -> (String) item.get("item"))
                        .sorted()
                        .collect(Collectors.joining(" ")));
    }

    /** Never half of it. */
    @Override
    public List<AnyOf> always() {
        return List.of(
                new AnyOf(
                        "stock",
                        "SELECT string_agg(item, ' ' ORDER BY item) FROM stock",
                        snapshots));
    }

    @Override
    public List<Expected> expected() {
        List<String> items = new ArrayList<>();
        List<String> bins = new ArrayList<>();
        for (Map<String, Object> item : records()) {
            items.add("%s %s".formatted(item.get("item"), ((List<?>) item.get("bins")).size()));
            List<?> list = (List<?>) item.get("bins");
            for (int i = 0; i < list.size(); i++) {
                bins.add("%s %d %s".formatted(item.get("item"), i, list.get(i)));
            }
        }
        return List.of(
                new Expected(
                        "SELECT concat_ws(' ', item, (SELECT count(*) FROM stock__bins b"
                                + " WHERE b._dlt_parent_id = s._dlt_id)) FROM stock s",
                        items),
                new Expected(
                        "SELECT concat_ws(' ', s.item, b._dlt_list_idx, b.value) FROM stock s"
                                + " JOIN stock__bins b ON b._dlt_parent_id = s._dlt_id",
                        bins),
                new Expected("SELECT resource FROM _dango_state", List.of()),
                Schema.of("stock", "item VARCHAR", "stock__bins", "value BIGINT"));
    }
}
