package dev.dango.cli.view;

import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.history.RunJson;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.engine.sync.SyncPlan;
import dev.dango.engine.sync.SyncPlan.Change;
import dev.dango.engine.sync.SyncPlan.FilePlan;
import dev.dango.engine.sync.SyncPlan.ResourcePlan;
import dev.dango.engine.sync.SyncPlan.SourcePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a sync would do. */
public final class PlanView {

    /** Of a source; who wants to see them all takes --json. */
    private static final int MOST_FILES = 20;

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
            if (!source.isKnown()) {
                lines.add(
                        style.dim(
                                "    what there is to read is asked when it syncs, or now with"
                                        + " --check"));
            }
            lines.addAll(resources(source));
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

    private List<String> resources(SourcePlan source) {
        if (source.resources().isEmpty()) {
            return source.isKnown() ? List.of("    nothing to read") : List.of();
        }
        TextTable grid = new TextTable(Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT);
        grid.row("table", "rows are", "rows now", "asks for");
        source.resources()
                .forEach(
                        resource ->
                                grid.row(
                                        resource.table(),
                                        written(resource),
                                        Amounts.count(resource.rows()),
                                        asks(source, resource)));
        List<String> lines = new ArrayList<>();
        grid.lines().forEach(line -> lines.add("    " + line));
        lines.set(0, style.dim(lines.get(0)));
        source.resources().forEach(resource -> lines.addAll(files(resource.files())));
        return lines;
    }

    private String written(ResourcePlan resource) {
        if (resource.mode().isEmpty()) {
            return "?";
        }
        String key = resource.key().isEmpty() ? "" : " by " + String.join(", ", resource.key());
        if (options.fullRefresh()) {
            return "replaced";
        }
        return switch (resource.mode().get()) {
            case REPLACE -> "replaced";
            case APPEND -> "added";
            case MERGE -> "merged" + key;
            case UPSERT -> "updated" + key;
            case INSERT_ONLY -> "added if new" + key;
            case SCD2 -> "kept in all versions" + key;
        };
    }

    private static String asks(SourcePlan source, ResourcePlan resource) {
        List<String> words = new ArrayList<>();
        if (!resource.files().isEmpty()) {
            words.add(files(resource));
        } else if (resource.slices().isPresent() && resource.slices().getAsInt() == 0) {
            words.add("nothing new");
        } else if (source.isKnown()) {
            words.add(range(resource));
        } else {
            words.add(resource.from().orElse("?"));
        }
        if (resource.slices().orElse(0) > 1 && resource.files().isEmpty()) {
            words.add("in " + resource.slices().getAsInt() + " parts");
        }
        words.addAll(resource.schemaChanges());
        return String.join("; ", words);
    }

    private static String range(ResourcePlan resource) {
        if (resource.cursor().isEmpty()) {
            return resource.from().map(from -> "what is new, from " + from).orElse("everything");
        }
        return resource.cursor()
                + " from "
                + resource.from().orElse("the beginning")
                + resource.to().map(to -> " to " + to).orElse("");
    }

    private static String files(ResourcePlan resource) {
        List<String> words = new ArrayList<>();
        for (Change change : Change.values()) {
            long count = resource.files().stream().filter(f -> f.change() == change).count();
            if (count > 0) {
                words.add(Amounts.count(count, lower(change) + " file"));
            }
        }
        return String.join(", ", words);
    }

    private List<String> files(List<FilePlan> files) {
        List<String> lines = new ArrayList<>();
        for (FilePlan file : files.subList(0, Math.min(MOST_FILES, files.size()))) {
            String sign =
                    switch (file.change()) {
                        case NEW -> "+";
                        case CHANGED -> "~";
                        case DELETED -> "-";
                    };
            String size =
                    file.size().isPresent()
                            ? "  " + Amounts.bytes(file.size().getAsLong())
                            : "  its rows are deleted";
            lines.add("      " + sign + " " + file.file() + style.dim(size));
        }
        if (files.size() > MOST_FILES) {
            lines.add("      and " + Amounts.count(files.size() - MOST_FILES) + " more");
        }
        return lines;
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
        json.put("is_known", source.isKnown());
        json.put("resources", source.resources().stream().map(PlanView::json).toList());
        json.put("failures", source.failures().stream().map(RunJson::write).toList());
        json.put("warnings", source.warnings());
        return json;
    }

    private static Map<String, Object> json(ResourcePlan resource) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", resource.resource());
        json.put("table", resource.table());
        json.put("mode", resource.mode().map(PlanView::lower).orElse(null));
        json.put("key", resource.key());
        json.put("cursor", resource.cursor());
        json.put("from", resource.from());
        json.put("to", resource.to());
        json.put("rows", resource.rows());
        json.put("slices", resource.slices().isPresent() ? resource.slices().getAsInt() : null);
        json.put("files", resource.files().stream().map(PlanView::json).toList());
        json.put("schema_changes", resource.schemaChanges());
        return json;
    }

    private static Map<String, Object> json(FilePlan file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file.file());
        json.put("change", lower(file.change()));
        json.put("bytes", file.size().isPresent() ? file.size().getAsLong() : null);
        return json;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
