package dev.dango.engine.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal of a stage: one JSON object a line, only ever added to. Its last line may be torn
 * when the process was killed; it then never happened. Thread-safe.
 */
final class Journal implements Closeable {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Instant.class, ToStringSerializer.instance)
                                    .addDeserializer(Instant.class, new InstantReader()))
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

    private final OutputStream out;

    Journal(Path file) throws IOException {
        this.out =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized void append(JournalEntry entry) throws IOException {
        String line = MAPPER.writerFor(JournalEntry.class).writeValueAsString(entry) + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
    }

    /** All complete lines; only the first if another version wrote it, who knows what follows. */
    static List<JournalEntry> read(Path file) throws IOException {
        String text = Files.readString(file);
        List<JournalEntry> entries = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            try {
                entries.add(MAPPER.readValue(text.substring(start, end), JournalEntry.class));
            } catch (JsonProcessingException e) {
                throw new DamagedStageException(file);
            }
            if (entries.get(0) instanceof JournalEntry.Begin begin
                    && begin.header().version() != LoadHeader.VERSION) {
                return entries;
            }
            start = end + 1;
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static final class InstantReader extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String value, DeserializationContext context) {
            return Instant.parse(value);
        }
    }
}
