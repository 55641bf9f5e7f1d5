package dev.dango.connectors.rest;

import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns one definition into an endpoint of the toolkit. */
final class Listing {

    private static final Map<String, WriteMode> STRATEGIES =
            Map.of(
                    "delete-insert", WriteMode.MERGE,
                    "upsert", WriteMode.UPSERT,
                    "insert-only", WriteMode.INSERT_ONLY,
                    "scd2", WriteMode.SCD2);

    /** Those that find rows again by their key. */
    private static final Set<WriteMode> KEYED =
            Set.of(WriteMode.MERGE, WriteMode.UPSERT, WriteMode.INSERT_ONLY);

    private final Definition definition;
    private final Block resource;
    private final Block endpoint;
    private final Placeholders placeholders = new Placeholders();
    private final Map<String, Object> params;
    private final Optional<Incremental> incremental;

    /** The parameter that an {@code incremental} of the old form stands for. */
    private String incrementalParam;

    /**
     * Starts.
     *
     * @param definition a definition that nothing has been read of but its name
     */
    Listing(Definition definition) {
        this.definition = definition;
        this.resource = definition.resource();
        this.endpoint = definition.endpoint();
        this.params = new LinkedHashMap<>(endpoint.map("params"));
        this.incremental =
                oldIncremental()
                        .or(() -> endpoint.block("incremental"))
                        .or(() -> resource.block("incremental"))
                        .map(Incremental::new);
    }

    /** A parameter may hold, in its place, what tells new records from old ones. */
    private Optional<Block> oldIncremental() {
        Optional<Block> found = Optional.empty();
        for (Map.Entry<String, Object> param : List.copyOf(params.entrySet())) {
            if (isOld(param.getValue(), "incremental")) {
                if (found.isPresent() || endpoint.value("incremental").isPresent()) {
                    throw endpoint.problem(
                            "params." + param.getKey(), "is a second incremental; there is one.");
                }
                Block block = Block.of(endpoint.at("params." + param.getKey()), param.getValue());
                block.text("type");
                block.refuse("end_value", "write incremental beside params to have an end.");
                block.refuse("end_param", "write incremental beside params to have an end.");
                incrementalParam = param.getKey();
                params.remove(param.getKey());
                found = Optional.of(block);
            }
        }
        return found;
    }

    private static boolean isOld(Object value, String type) {
        return value instanceof Map<?, ?> map && type.equals(map.get("type"));
    }

    /**
     * Builds the endpoint.
     *
     * @param tables the tables of all resources, by name
     * @param defaultPaginator what pages where the definition says nothing; may be null
     * @param merges whether records are merged by their {@code id} unless the definition says
     *     otherwise
     */
    Endpoint build(Map<String, String> tables, Object defaultPaginator, boolean merges) {
        Endpoint built = request();
        built = answer(built, defaultPaginator);
        built = table(built, merges);
        built = parent(built, tables);
        built = resource.flag("selected", true) ? built : built.onRequest();
        refuseUnsupported();
        resource.refuseOthers();
        endpoint.refuseOthers();
        return built;
    }

    // ---- the request -----------------------------------------------------------------------

    private Endpoint request() {
        String written = endpoint.text("path", definition.name());
        String path = placeholders.path(endpoint, written, namedInPath(written));
        Endpoint built = Endpoint.of(endpoint.text("method", "GET").toUpperCase(Locale.ROOT), path);
        for (Map.Entry<String, Object> param : params.entrySet()) {
            String place = "params." + param.getKey();
            built =
                    built.query(
                            placeholders.text(endpoint, place, param.getKey()),
                            isOld(param.getValue(), "resolve")
                                    ? resolved(param.getKey())
                                    : placeholders.parameter(endpoint, place, param.getValue()));
        }
        if (incrementalParam != null) {
            built = built.query(incrementalParam, placeholders.incremental("start_value"));
        }
        for (Map.Entry<String, Object> header : endpoint.map("headers").entrySet()) {
            String place = "headers." + header.getKey();
            built =
                    built.header(
                            header.getKey(),
                            placeholders.text(endpoint, place, String.valueOf(header.getValue())));
        }
        return body(
                incremental.isEmpty() ? built : incremental.get().parameters(built, placeholders));
    }

    /** The old way: parameters that a path names do not go into the query. */
    private Map<String, String> namedInPath(String path) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String name : List.copyOf(params.keySet())) {
            if (path.contains("{" + name + "}")) {
                Object value = params.get(name);
                named.put(
                        name,
                        isOld(value, "resolve") ? resolved(name) : encoded(String.valueOf(value)));
                params.remove(name);
            }
        }
        return named;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The old way to name a field of the parent. */
    private String resolved(String name) {
        Block block = Block.of(endpoint.at("params." + name), params.get(name));
        block.text("type");
        String parent =
                block.text("resource").orElseThrow(() -> block.problem("resource", "is missing."));
        String field = block.text("field").orElseThrow(() -> block.problem("field", "is missing."));
        block.refuseOthers();
        return placeholders.field(block, "field", parent, field);
    }

    private Endpoint body(Endpoint built) {
        Optional<Object> json = endpoint.value("json");
        Optional<Object> data = endpoint.value("data");
        if (json.isPresent() && data.isPresent()) {
            throw endpoint.problem("data", "and json exclude each other.");
        }
        if (json.isPresent()) {
            return built.json(placeholders.value(endpoint, "json", json.get()));
        }
        if (data.isEmpty()) {
            return built;
        }
        if (!(data.get() instanceof Map)) {
            throw endpoint.problem("data", "must be a mapping of the fields of a form.");
        }
        Map<String, String> form = new LinkedHashMap<>();
        Block.mapping(endpoint.at("data"), data.get())
                .forEach(
                        (name, value) ->
                                form.put(
                                        placeholders.text(endpoint, "data", name),
                                        placeholders.text(
                                                endpoint, "data", String.valueOf(value))));
        return built.form(form);
    }

    // ---- the answer ------------------------------------------------------------------------

    private Endpoint answer(Endpoint request, Object defaultPaginator) {
        Endpoint built = request;
        boolean single = isSingle(endpoint.text("path", ""));
        Optional<String> selector = selector();
        boolean parts = selector.filter(pointer -> pointer.contains("/*")).isPresent();
        Paging paging = paging(defaultPaginator, single, parts);
        if (selector.isPresent()) {
            boolean sure = !selector.get().isEmpty() && !parts;
            String place = endpoint.at("data_selector");
            built = built.records(selector.get());
            paging = sure ? new WatchedPaging(paging, selector.get(), place) : paging;
        } else if (single) {
            built = built.records("");
        }
        return ignoring(built.paging(paging));
    }

    private Paging paging(Object defaultPaginator, boolean single, boolean parts) {
        Optional<Object> own = endpoint.value("paginator");
        if (own.isPresent()) {
            return Paginator.read(endpoint.at("paginator"), own.get(), parts);
        }
        if (single) {
            return Paging.none();
        }
        return defaultPaginator == null
                ? Paging.detect()
                : Paginator.read("client.paginator", defaultPaginator, parts);
    }

    private Endpoint ignoring(Endpoint built) {
        Endpoint answered = built;
        int number = 0;
        for (Object action : endpoint.list("response_actions")) {
            number++;
            String place = endpoint.at("response_actions[" + number + "]");
            answered = answered.ignore(ignored(Block.of(place, action)));
        }
        return answered;
    }

    private Optional<String> selector() {
        return endpoint.text("data_selector")
                .map(
                        path -> {
                            try {
                                return JsonPath.records(path);
                            } catch (IllegalArgumentException e) {
                                throw endpoint.problem("data_selector", e.getMessage()).causedBy(e);
                            }
                        });
    }

    /** What ends in a placeholder is taken to be one thing. */
    private static boolean isSingle(String path) {
        return path.matches(".*\\{(?!incremental\\.)[^{}/]+\\}/?");
    }

    private static Match ignored(Block action) {
        String what =
                action.text("action").orElseThrow(() -> action.problem("action", "is missing."));
        if (!what.equals("ignore")) {
            throw action.problem("action", "must be ignore; functions are Python's own.");
        }
        Match match = action.count("status_code").map(Match::status).orElseGet(Match::any);
        Optional<String> content = action.text("content");
        action.refuseOthers();
        return content.map(match::containing).orElse(match);
    }

    // ---- the table -------------------------------------------------------------------------

    private Endpoint table(Endpoint built, boolean merges) {
        Columns columns = new Columns(resource);
        Optional<WriteMode> written =
                disposition().or(() -> Optional.of(WriteMode.MERGE).filter(m -> merges));
        List<String> key = key("primary_key", columns.primaryKey());
        boolean keyed = written.filter(KEYED::contains).isPresent();
        boolean byId = merges && keyed;
        if (key.isEmpty() && byId && !resource.isCleared("primary_key")) {
            key = List.of("id");
        }
        List<String> group = key("merge_key", columns.mergeKey());
        boolean hasKey = !key.isEmpty() || !group.isEmpty();
        if (keyed && !hasKey) {
            throw resource.problem(
                    "write_disposition", "is merge, which needs a primary_key or a merge_key.");
        }
        Endpoint table = columns.declare(built);
        table = key.isEmpty() ? table : table.key(key.toArray(String[]::new));
        table = group.isEmpty() ? table : table.mergeKey(group.toArray(String[]::new));
        table = written.isPresent() ? table.mode(written.get()) : table;
        Optional<Integer> nesting = resource.count("max_table_nesting");
        table = nesting.isPresent() ? table.maxTableNesting(nesting.get()) : table;
        Optional<TableSchema.Contract> contract = Contracts.of(resource);
        table = contract.isPresent() ? table.contract(contract.get()) : table;
        return incremental(table);
    }

    private List<String> key(String name, List<String> hinted) {
        return resource.texts(name).orElse(hinted);
    }

    private Optional<WriteMode> disposition() {
        Optional<Object> value = resource.value("write_disposition");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Block block =
                value.get() instanceof Map
                        ? Block.of(resource.at("write_disposition"), value.get())
                        : resource;
        String key = block == resource ? "write_disposition" : "disposition";
        Optional<String> word = block.word(key, List.of("append", "merge", "replace"));
        Optional<WriteMode> mode =
                word.map(written -> WriteMode.valueOf(written.toUpperCase(Locale.ROOT)));
        if (block == resource) {
            return mode;
        }
        Optional<String> strategy =
                block.word("strategy", STRATEGIES.keySet().stream().sorted().toList());
        block.refuseOthers();
        if (strategy.isPresent() && !mode.equals(Optional.of(WriteMode.MERGE))) {
            throw block.problem("strategy", "needs disposition: merge.");
        }
        return strategy.map(STRATEGIES::get).or(() -> mode);
    }

    private Endpoint incremental(Endpoint built) {
        if (incremental.isPresent()) {
            return incremental.get().apply(built, placeholders);
        }
        if (placeholders.wantsAny()) {
            throw endpoint.problem(
                    "incremental", "is missing, but there are placeholders that need it.");
        }
        return built;
    }

    // ---- the parent ------------------------------------------------------------------------

    private Endpoint parent(Endpoint built, Map<String, String> tables) {
        List<String> included = resource.texts("include_from_parent").orElse(List.of());
        if (placeholders.parent().isEmpty()) {
            if (!included.isEmpty()) {
                throw resource.problem(
                        "include_from_parent", "needs a parent: {resources.<parent>.<field>}.");
            }
            return built;
        }
        String parent = placeholders.parent().get();
        if (!tables.containsKey(parent)) {
            throw endpoint.unknown("path", "names the parent", parent, tables.keySet());
        }
        Endpoint child = placeholders.forEach(built, tables.get(parent));
        for (String field : included) {
            child =
                    child.include(
                            resource.pointer("include_from_parent", field),
                            "_" + parent + "_" + field);
        }
        return child;
    }

    /** The resource whose records this one is read for. */
    Optional<String> parent() {
        return placeholders.parent();
    }

    private void refuseUnsupported() {
        resource.flag("parallelized", false); // Dango decides itself what goes side by side
        resource.refuse("processing_steps", "functions are Python's own.");
        resource.refuse("table_format", "there is one warehouse.");
        resource.refuse("file_format", "there are no files in between.");
        resource.refuse("references", "tables are not linked to each other.");
        resource.refuse("nested_hints", "tables of lists take their columns from the records.");
        endpoint.refuse("auth", "make a source of its own for what needs other credentials.");
    }
}
