package dev.dango.engine.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.dango.engine.protocol.Step;
import dev.dango.engine.protocol.Steps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What tables a source has and when it was last synced, in a small file beside the project, so that
 * lists can tell without opening the warehouse. Written after every sync; the warehouse is right
 * where the two differ. Read and written token by token, since {@code source list} is to be quick.
 */
public final class TableCatalog {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String LAST_SYNCED = "last_synced";
    private static final String TABLES = "tables";

    private final Path file;
    private final Steps steps;
    private Optional<Content> known = Optional.empty();

    private record Content(Optional<Instant> lastSynced, Map<String, Long> tables) {

        static final Content NONE = new Content(Optional.empty(), Map.of());
    }

    /**
     * Names the file, to read it.
     *
     * @param state the project's folder for such files
     * @param source the source's name
     */
    public TableCatalog(Path state, String source) {
        this(state, source, Steps.UNWATCHED);
    }

    /**
     * Names the file, to read and write it.
     *
     * @param state the project's folder for such files
     * @param source the source's name
     * @param steps hears of each step
     */
    public TableCatalog(Path state, String source, Steps steps) {
        this.file = state.resolve("catalog").resolve(source + ".json");
        this.steps = steps;
    }

    /**
     * When the source was last synced without any failure.
     *
     * @return empty if never
     */
    public Optional<Instant> lastSynced() {
        return content().lastSynced();
    }

    /**
     * The tables and how many rows they have.
     *
     * @return in order of their names
     */
    public Map<String, Long> tables() {
        return content().tables();
    }

    /**
     * Writes down the tables, unless they are known to be so.
     *
     * @param rows how many rows each has
     */
    public void tables(Map<String, Long> rows) {
        if (!rows.equals(tables())) {
            write(new Content(content().lastSynced(), new LinkedHashMap<>(rows)));
        }
    }

    /**
     * Writes down that the source was synced.
     *
     * @param at when
     */
    public void synced(Instant at) {
        write(new Content(Optional.of(at), content().tables()));
    }

    private Content content() {
        if (known.isEmpty()) {
            known = Optional.of(read());
        }
        return known.get();
    }

    private Content read() {
        if (!Files.exists(file)) {
            return Content.NONE;
        }
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            return read(parser);
        } catch (JsonProcessingException | DateTimeException e) {
            // the file is only a convenience: a broken one counts as none and is written anew
            return Content.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Content read(JsonParser parser) throws IOException {
        Optional<Instant> lastSynced = Optional.empty();
        Map<String, Long> tables = new LinkedHashMap<>();
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals(LAST_SYNCED)) {
                lastSynced = Optional.of(Instant.parse(parser.getText()));
            } else if (field.equals(TABLES)) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    tables.put(parser.currentName(), parser.nextLongValue(0));
                }
            } else {
                parser.skipChildren();
            }
        }
        return new Content(lastSynced, tables);
    }

    private void write(Content content) {
        known = Optional.of(content);
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, json(content));
            steps.reached(Step.CATALOG_WRITTEN);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            steps.reached(Step.CATALOG_RENAMED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] json(Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("version", 1);
            if (content.lastSynced().isPresent()) {
                json.writeStringField(LAST_SYNCED, content.lastSynced().get().toString());
            }
            json.writeObjectFieldStart(TABLES);
            for (Map.Entry<String, Long> table : content.tables().entrySet()) {
                json.writeNumberField(table.getKey(), table.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
