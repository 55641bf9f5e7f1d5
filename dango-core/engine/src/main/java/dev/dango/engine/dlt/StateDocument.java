package dev.dango.engine.dlt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * dlt's state of a pipeline: a JSON document in which each resource has its positions. What this
 * class does not know in it is kept as it is.
 */
public final class StateDocument {

    /** The form of the document that is read and written here. */
    public static final int ENGINE_VERSION = 4;

    /** Marks what Dango wrote: the whole positions are in the table the value names. */
    private static final String OURS = "_dango";

    private static final String VERSION = "_state_version";
    private static final String HASH = "_version_hash";
    private static final String ENGINE = "_state_engine_version";
    private static final String SOURCES = "sources";
    private static final String RESOURCES = "resources";
    private static final Set<String> NOT_HASHED = Set.of(VERSION, HASH, ENGINE, "_local");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Object> tree;

    private StateDocument(Map<String, Object> tree) {
        this.tree = tree;
    }

    /**
     * The document of a pipeline that has not run yet.
     *
     * @param source name of the source, which names the pipeline and its schema
     * @param schema the schema of its tables in the warehouse
     * @return never null
     */
    public static StateDocument empty(String source, String schema) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(VERSION, 0);
        tree.put(ENGINE, ENGINE_VERSION);
        tree.put("pipeline_name", source);
        tree.put("dataset_name", schema);
        tree.put("default_schema_name", source);
        tree.put("schema_names", List.of(source));
        tree.put("destination_type", "dlt.destinations.duckdb");
        tree.put("destination_name", null);
        return new StateDocument(tree);
    }

    /**
     * Reads what stands in the warehouse.
     *
     * @param stored Base64 of compressed JSON, or of old versions the JSON itself
     * @return never null
     * @throws IOException if it is neither, or of a later version; the message says which
     */
    public static StateDocument decode(String stored) throws IOException {
        Map<String, Object> tree;
        try (InputStream json = inflated(stored)) {
            tree = object(MAPPER.readValue(json, Object.class));
        } catch (IllegalArgumentException e) {
            throw new IOException("it is no Base64", e);
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON", e);
        } catch (EOFException | ZipException e) {
            throw new IOException("it is damaged", e);
        }
        if (tree.get(ENGINE) instanceof Number engine && engine.intValue() > ENGINE_VERSION) {
            throw new IOException("it has the form " + engine + " of a later version of dlt");
        }
        return new StateDocument(tree);
    }

    private static InputStream inflated(String stored) {
        if (stored.startsWith("{")) {
            return new ByteArrayInputStream(stored.getBytes(UTF_8));
        }
        return new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(stored.strip())));
    }

    /**
     * What stands in the warehouse.
     *
     * @return Base64 of compressed JSON
     */
    public String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(DltJson.text(tree).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * What the document says of a resource.
     *
     * @param sources the names under which its source may stand, the likeliest first; others are
     *     looked at after them
     * @param name whether a name is the resource's
     * @return empty if it says nothing
     */
    public Optional<ResourceState> resource(List<String> sources, Predicate<String> name) {
        Map<String, Object> all = child(tree, SOURCES);
        Set<String> order = new LinkedHashSet<>(sources);
        order.addAll(all.keySet());
        return order.stream()
                .map(source -> child(child(all, source), RESOURCES))
                .flatMap(resources -> resources.entrySet().stream())
                .filter(entry -> name.test(entry.getKey()))
                .map(entry -> new ResourceState(entry.getKey(), copy(entry.getValue())))
                .findFirst();
    }

    /**
     * What the document says of all resources; connectors of dlt may keep several tables' positions
     * in one.
     *
     * @return by the name of the resource
     */
    public Map<String, Object> resources() {
        Map<String, Object> sources = child(tree, SOURCES);
        Map<String, Object> resources = new LinkedHashMap<>();
        for (String source : sources.keySet()) {
            child(child(sources, source), RESOURCES)
                    .forEach((name, state) -> resources.put(name, TypedValue.decode(state)));
        }
        return resources;
    }

    /**
     * Whether Dango has written it, so that what it does not say was never there.
     *
     * @return false if dlt alone wrote it
     */
    public boolean isOurs() {
        Map<String, Object> sources = child(tree, SOURCES);
        return sources.keySet().stream().anyMatch(name -> child(sources, name).containsKey(OURS));
    }

    /**
     * Marks a source's part as Dango's own.
     *
     * @param sources the names under which it may stand, if it is there; else the only source there
     *     is, else the first of the names
     * @param table where all positions are
     * @return the name under which it stands
     */
    public String claim(List<String> sources, String table) {
        Map<String, Object> all = grow(tree, SOURCES);
        List<String> likely = new ArrayList<>(sources);
        if (all.size() == 1) {
            likely.addAll(all.keySet());
        }
        String source = likely.stream().filter(all::containsKey).findFirst().orElse(sources.get(0));
        Map<String, Object> part = grow(all, source);
        part.put(OURS, Map.of("positions", table));
        grow(part, RESOURCES);
        return source;
    }

    /**
     * Writes down what Dango knows of a resource.
     *
     * @param source the name under which its source stands
     * @param state in place of what stands there
     */
    public void put(String source, ResourceState state) {
        Map<String, Object> values = new LinkedHashMap<>(state.raw());
        values.put(OURS, Map.of());
        grow(grow(grow(tree, SOURCES), source), RESOURCES).put(state.name(), values);
    }

    /**
     * Gives the document a new version if it says something else than its hash stands for.
     *
     * @return whether it does
     */
    public boolean settle() {
        Map<String, Object> hashed = new LinkedHashMap<>(tree);
        hashed.keySet().removeAll(NOT_HASHED);
        String hash = DltJson.hash(List.of(DltJson.sorted(hashed)));
        if (hash.equals(tree.get(HASH))) {
            return false;
        }
        tree.put(HASH, hash);
        tree.put(VERSION, version() + 1);
        tree.put(ENGINE, ENGINE_VERSION);
        return true;
    }

    /**
     * How often the document has changed.
     *
     * @return from 1 once it is settled
     */
    public long version() {
        return tree.get(VERSION) instanceof Number version ? version.longValue() : 0;
    }

    /**
     * The hash of what it says.
     *
     * @return empty before it is settled
     */
    public Optional<String> hash() {
        return Optional.ofNullable(tree.get(HASH)).map(String::valueOf);
    }

    /**
     * The pipeline's name.
     *
     * @return empty if it is not named
     */
    public Optional<String> pipeline() {
        return Optional.ofNullable(tree.get("pipeline_name")).map(String::valueOf);
    }

    static Map<String, Object> child(Map<String, Object> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? copy(map) : Map.of();
    }

    private static Map<String, Object> grow(Map<String, Object> parent, String key) {
        Map<String, Object> grown = new LinkedHashMap<>(child(parent, key));
        parent.put(key, grown);
        return grown;
    }

    private static Map<String, Object> object(Object json) throws IOException {
        if (json instanceof Map<?, ?> map) {
            return copy(map);
        }
        throw new IOException("it is no JSON object");
    }

    private static Map<String, Object> copy(Object json) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        return copy;
    }

    static boolean isOurs(Map<String, Object> resource) {
        return resource.containsKey(OURS);
    }
}
