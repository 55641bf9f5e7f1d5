package dev.dango.cli.view;

import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.engine.sync.SyncPlan;
import dev.dango.engine.sync.SyncPlan.ResourcePlan;
import dev.dango.engine.sync.SyncPlan.SourcePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a sync would do. */
public final class PlanView {

    private final SyncPlan plan;
    private final SyncOptions options;
    private final Style style;

    /**
     * Prepares.
     *
     * @param plan what would be done
     * @param options what is asked for
     * @param style how to show it
     */
    public PlanView(SyncPlan plan, SyncOptions options, Style style) {
        this.plan = plan;
        this.options = options;
        this.style = style;
    }

    /**
     * The options, and a table per source.
     *
     * @return lines
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("Dry run:") + " nothing is loaded or changed.");
        asked().forEach(line -> lines.add("  " + line));
        for (SourcePlan source : plan.sources()) {
            lines.add("");
            lines.add(style.bold(source.source()) + " (" + source.type() + ")");
            lines.addAll(resources(source.resources()));
        }
        return lines;
    }

    private List<String> asked() {
        List<String> asked = new ArrayList<>();
        options.since().ifPresent(day -> asked.add("since " + day));
        options.until().ifPresent(day -> asked.add("until " + day + ", inclusive"));
        options.limit()
                .ifPresent(rows -> asked.add("at most " + Amounts.count(rows, "row") + " a table"));
        if (options.fullRefresh()) {
            asked.add(
                    "full refresh: everything is read again and takes the place of what is there");
        }
        return asked;
    }

    private List<String> resources(List<ResourcePlan> resources) {
        if (resources.isEmpty()) {
            return List.of("    nothing to read");
        }
        TextTable grid =
                new TextTable(
                        Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT);
        grid.row("table", "mode", "key", "rows now", "parts", "reads from");
        resources.forEach(
                resource ->
                        grid.row(
                                resource.table(),
                                lower(resource.mode()),
                                String.join(", ", resource.key()),
                                Amounts.count(resource.rows()),
                                Amounts.count(resource.pieces()),
                                from(resource)));
        List<String> lines = new ArrayList<>();
        grid.lines().forEach(line -> lines.add("    " + line));
        lines.set(0, style.dim(lines.get(0)));
        return lines;
    }

    private String from(ResourcePlan resource) {
        if (resource.pieces() == 0) {
            return "nothing new";
        }
        Optional<String> start =
                options.fullRefresh()
                        ? Optional.empty()
                        : options.since().map(Object::toString).or(resource::cursor);
        return start.orElse("the beginning");
    }

    /**
     * The same as plain values.
     *
     * @return the options and the sources
     */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("since", options.since());
        json.put("until", options.until());
        json.put("limit", options.limit().isPresent() ? options.limit().getAsLong() : null);
        json.put("full_refresh", options.fullRefresh());
        json.put("sources", plan.sources().stream().map(PlanView::json).toList());
        return json;
    }

    private static Map<String, Object> json(SourcePlan source) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", source.source());
        json.put("type", source.type());
        json.put("resources", source.resources().stream().map(PlanView::json).toList());
        json.put("failures", source.failures().stream().map(SyncJson::failure).toList());
        json.put("warnings", source.warnings());
        return json;
    }

    private static Map<String, Object> json(ResourcePlan resource) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", resource.resource());
        json.put("table", resource.table());
        json.put("mode", lower(resource.mode()));
        json.put("key", resource.key());
        json.put("cursor", resource.cursor());
        json.put("rows", resource.rows());
        json.put("slices", resource.pieces());
        return json;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
