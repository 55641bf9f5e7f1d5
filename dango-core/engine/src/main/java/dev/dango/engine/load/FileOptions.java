package dev.dango.engine.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Options of DuckDB's file readers as SQL. Only those listed here exist, whatever a connector says.
 */
final class FileOptions {

    private enum Kind {
        TEXT,
        BOOLEAN,
        NUMBER,
        TEXTS,
        TYPES
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Map<String, Kind> CSV =
            Map.ofEntries(
                    Map.entry("delim", Kind.TEXT),
                    Map.entry("quote", Kind.TEXT),
                    Map.entry("escape", Kind.TEXT),
                    Map.entry("header", Kind.BOOLEAN),
                    Map.entry("encoding", Kind.TEXT),
                    Map.entry("nullstr", Kind.TEXTS),
                    Map.entry("skip", Kind.NUMBER),
                    Map.entry("types", Kind.TYPES),
                    Map.entry("names", Kind.TEXTS),
                    Map.entry("dateformat", Kind.TEXT),
                    Map.entry("timestampformat", Kind.TEXT),
                    Map.entry("decimal_separator", Kind.TEXT),
                    Map.entry("comment", Kind.TEXT),
                    Map.entry("compression", Kind.TEXT),
                    Map.entry("null_padding", Kind.BOOLEAN),
                    Map.entry("strict_mode", Kind.BOOLEAN),
                    Map.entry("all_varchar", Kind.BOOLEAN),
                    Map.entry("max_line_size", Kind.NUMBER),
                    Map.entry("sample_size", Kind.NUMBER));

    private static final Map<String, Kind> JSON =
            Map.of(
                    "format", Kind.TEXT,
                    "records", Kind.TEXT,
                    "compression", Kind.TEXT,
                    "dateformat", Kind.TEXT,
                    "timestampformat", Kind.TEXT,
                    "maximum_object_size", Kind.NUMBER,
                    "maximum_depth", Kind.NUMBER,
                    "sample_size", Kind.NUMBER);

    private static final Map<String, Kind> PARQUET = Map.of("binary_as_string", Kind.BOOLEAN);

    private FileOptions() {}

    /** The options with a comma before each. */
    static String sql(FileFormat format, Map<String, String> options) {
        Map<String, Kind> known =
                switch (format) {
                    case CSV -> CSV;
                    case JSON -> JSON;
                    case PARQUET -> PARQUET;
                };
        StringBuilder sql = new StringBuilder();
        for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
            Kind kind = known.get(option.getKey());
            if (kind == null) {
                throw SourceException.of(
                        ErrorKind.CONFIG,
                        "files of format %s have no option \"%s\""
                                .formatted(
                                        format.name().toLowerCase(Locale.ROOT), option.getKey()));
            }
            sql.append(", ").append(option.getKey()).append(" = ");
            sql.append(value(option.getKey(), kind, option.getValue()));
        }
        return sql.toString();
    }

    private static String value(String option, Kind kind, String text) {
        return switch (kind) {
            case TEXT -> Sql.text(text);
            case BOOLEAN -> Boolean.toString(Boolean.parseBoolean(text));
            case NUMBER -> Long.toString(number(option, text));
            case TEXTS -> list(json(option, text));
            case TYPES -> struct(json(option, text));
        };
    }

    private static long number(String option, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw SourceException.of(
                    ErrorKind.CONFIG, "option " + option + " takes a whole number, not " + text);
        }
    }

    private static JsonNode json(String option, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw SourceException.of(
                    ErrorKind.CONFIG, "option " + option + " is not understood: " + text);
        }
    }

    private static String list(JsonNode node) {
        List<String> items = new ArrayList<>();
        node.forEach(item -> items.add(Sql.text(item.asText())));
        return "[" + String.join(", ", items) + "]";
    }

    private static String struct(JsonNode node) {
        List<String> fields = new ArrayList<>();
        node.properties()
                .forEach(
                        field ->
                                fields.add(
                                        Sql.text(field.getKey())
                                                + ": "
                                                + Sql.text(field.getValue().asText())));
        return "{" + String.join(", ", fields) + "}";
    }
}
