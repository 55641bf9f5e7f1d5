package dev.dango.engine.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What tables a source has and when it was last synced, in a small file beside the project, so that
 * lists can tell without opening the warehouse. Written after every sync; the warehouse is right
 * where the two differ.
 */
public final class TableCatalog {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;

    /**
     * Names the file.
     *
     * @param state the project's folder for such files
     * @param source the source's name
     */
    public TableCatalog(Path state, String source) {
        this.file = state.resolve("catalog").resolve(source + ".json");
    }

    /**
     * When the source was last synced without any failure.
     *
     * @return empty if never
     */
    public Optional<Instant> lastSynced() {
        return Optional.ofNullable(read().get("last_synced"))
                .map(JsonNode::asText)
                .map(Instant::parse);
    }

    /**
     * The tables and how many rows they have.
     *
     * @return in order of their names
     */
    public Map<String, Long> tables() {
        Map<String, Long> tables = new LinkedHashMap<>();
        JsonNode node = read().get("tables");
        if (node != null) {
            node.properties()
                    .forEach(table -> tables.put(table.getKey(), table.getValue().asLong()));
        }
        return tables;
    }

    /**
     * Writes down the tables.
     *
     * @param rows how many rows each has
     */
    public void tables(Map<String, Long> rows) {
        ObjectNode document = read();
        ObjectNode tables = document.putObject("tables");
        rows.forEach(tables::put);
        write(document);
    }

    /**
     * Writes down that the source was synced.
     *
     * @param at when
     */
    public void synced(Instant at) {
        ObjectNode document = read();
        document.put("last_synced", at.toString());
        write(document);
    }

    private ObjectNode read() {
        try {
            if (Files.exists(file) && MAPPER.readTree(file.toFile()) instanceof ObjectNode node) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // the file is only a convenience: a broken one counts as none and is written anew
            return MAPPER.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MAPPER.createObjectNode();
    }

    private void write(ObjectNode document) {
        document.put("version", 1);
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, MAPPER.writeValueAsBytes(document));
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
