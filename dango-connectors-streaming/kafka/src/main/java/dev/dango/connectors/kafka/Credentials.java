package dev.dango.connectors.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Reads the {@code credentials} setting: a JSON object, lines {@code key=value}, or a bare list of
 * brokers. Keys may be those of the Java client, those of librdkafka, which the original used, or
 * either with underscores.
 */
final class Credentials {

    /** Keys that librdkafka names differently from the Java client. */
    private static final Map<String, String> RENAMED = Map.of("sasl.mechanisms", "sasl.mechanism");

    private Credentials() {}

    /**
     * Reads the text.
     *
     * @return by the names of the Java client, and {@code sasl.username} and {@code sasl.password}
     * @throws SourceException of kind CONFIG if it is none of the forms; it quotes nothing
     */
    static Map<String, String> parse(String text) {
        String trimmed = text.strip();
        Map<String, String> raw;
        if (trimmed.startsWith("{")) {
            raw = json(trimmed);
        } else if (trimmed.contains("=")) {
            raw = properties(trimmed);
        } else if (trimmed.matches("[^\\s:]+:\\d+(\\s*,\\s*[^\\s:]+:\\d+)*")) {
            raw = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, trimmed);
        } else {
            throw notUnderstood();
        }
        Map<String, String> named = new LinkedHashMap<>();
        raw.forEach((key, value) -> named.put(clientName(key), value));
        return named;
    }

    private static String clientName(String key) {
        String dotted = key.strip().toLowerCase(Locale.ROOT).replace('_', '.');
        return RENAMED.getOrDefault(dotted, dotted);
    }

    private static Map<String, String> json(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            readObject(parser, "", entries);
            if (parser.nextToken() != null) {
                throw notUnderstood();
            }
        } catch (IOException e) {
            // The parser's message may quote the text, so it does not become the cause.
            throw notUnderstood();
        }
        return entries;
    }

    /** Objects nest where a secrets file has {@code bootstrap.servers} as a dotted key of TOML. */
    private static void readObject(JsonParser parser, String prefix, Map<String, String> entries)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = prefix + parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                readObject(parser, key + ".", entries);
            } else if (value.isScalarValue()) {
                entries.put(key, parser.getText());
            } else {
                throw notUnderstood();
            }
        }
    }

    private static Map<String, String> properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw notUnderstood();
        }
        Map<String, String> entries = new LinkedHashMap<>();
        properties.forEach((key, value) -> entries.put((String) key, (String) value));
        return entries;
    }

    private static SourceException notUnderstood() {
        return SourceException.of(
                        ErrorKind.CONFIG, "The value of credentials cannot be understood.")
                .hint(
                        "Give a JSON object, lines like bootstrap.servers=host:9092, or just"
                                + " host:9092.");
    }
}
