package dev.dango.connectors.google.sheets;

import dev.dango.http.ColumnNames;
import dev.dango.http.HttpClient;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What there is in a spreadsheet: its tabs and named ranges. Immutable. */
final class Workbook {

    private static final String FIELDS =
            "properties.title,namedRanges(name,range),"
                    + "sheets.properties(sheetId,title,sheetType,gridProperties)";

    /** Charts that fill a tab, and samples of another system's data. */
    private static final Set<String> WITHOUT_CELLS = Set.of("OBJECT", "DATA_SOURCE");

    private final String id;
    private final String title;

    /** By title; empty for what has no cells. */
    private final Map<String, Optional<Grid>> tabs = new LinkedHashMap<>();

    private final Map<String, Grid> namedRanges = new LinkedHashMap<>();

    /**
     * A table to load.
     *
     * @param name what users call the range
     * @param table what its table is called
     * @param grid its cells
     */
    record Range(String name, String table, Grid grid) {}

    private Workbook(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Asks for it. */
    static Workbook open(String id, HttpClient client, SourceContext context) {
        Request request = client.get("/v4/spreadsheets/" + id).query("fields", FIELDS);
        Response answer = client.send(request, context);
        Workbook workbook = new Workbook(id, answer.text("/properties/title").orElse(""));
        for (Object sheet : answer.select("/sheets").values()) {
            workbook.addTab((Map<?, ?>) ((Map<?, ?>) sheet).get("properties"));
        }
        for (Object range : answer.select("/namedRanges").values()) {
            workbook.addNamedRange((Map<?, ?>) range);
        }
        return workbook;
    }

    private void addTab(Map<?, ?> properties) {
        String name = String.valueOf(properties.get("title"));
        String type = String.valueOf(properties.get("sheetType"));
        tabs.put(
                name,
                WITHOUT_CELLS.contains(type) ? Optional.empty() : Optional.of(grid(properties)));
    }

    private static Grid grid(Map<?, ?> properties) {
        Map<?, ?> size = (Map<?, ?>) properties.get("gridProperties");
        return Grid.of(
                properties.get("title").toString(),
                sheetId(properties),
                ((Number) size.get("rowCount")).intValue(),
                ((Number) size.get("columnCount")).intValue());
    }

    private void addNamedRange(Map<?, ?> named) {
        Map<?, ?> range = (Map<?, ?>) named.get("range");
        grids().filter(grid -> grid.sheetId() == sheetId(range))
                .findFirst()
                .ifPresent(grid -> namedRanges.put(named.get("name").toString(), grid.part(range)));
    }

    /** The API leaves numbers out that are 0. */
    private static long sheetId(Map<?, ?> properties) {
        return properties.get("sheetId") instanceof Number given ? given.longValue() : 0;
    }

    private Stream<Grid> grids() {
        return tabs.values().stream().flatMap(Optional::stream);
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** The names under which something can be loaded. */
    List<String> names() {
        return Stream.concat(grids().map(Grid::tab), namedRanges.keySet().stream())
                .distinct()
                .toList();
    }

    /** Tabs that hold no cells. */
    List<String> withoutCells() {
        return tabs.keySet().stream().filter(name -> tabs.get(name).isEmpty()).toList();
    }

    /**
     * The ranges to load.
     *
     * @param wanted tabs, named ranges and references such as {@code Plan!B2:F}; none for all tabs
     * @param taken table names that no range may have
     * @throws SourceException of kind CONFIG if something is wanted that is not there
     */
    List<Range> ranges(List<String> wanted, String... taken) {
        ColumnNames tables = new ColumnNames(taken);
        List<Range> ranges = new ArrayList<>();
        for (String name : wanted.isEmpty() ? grids().map(Grid::tab).toList() : wanted) {
            Grid grid = find(name).orElseThrow(() -> unknown(name));
            ranges.add(new Range(name, tables.of(name, "sheet_" + grid.sheetId()), grid));
        }
        return ranges;
    }

    private Optional<Grid> find(String name) {
        if (tabs.containsKey(name)) {
            return tabs.get(name);
        }
        if (namedRanges.containsKey(name)) {
            return Optional.of(namedRanges.get(name));
        }
        int mark = name.lastIndexOf('!');
        if (mark < 0) {
            return name.contains(":")
                    ? grids().findFirst().flatMap(first -> first.part(name))
                    : Optional.empty();
        }
        String tab = name.substring(0, mark).replaceAll("^'|'$", "").replace("''", "'");
        return tabs.getOrDefault(tab, Optional.empty())
                .flatMap(grid -> grid.part(name.substring(mark + 1)));
    }

    private SourceException unknown(String name) {
        String what =
                tabs.containsKey(name)
                        ? "The tab \"" + name + "\" holds no cells."
                        : "The spreadsheet has no tab or named range \"" + name + "\".";
        return SourceException.of(ErrorKind.CONFIG, what)
                .hint("Check range_names.")
                .didYouMean(name, names());
    }
}
