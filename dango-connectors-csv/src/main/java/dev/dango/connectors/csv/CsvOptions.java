package dev.dango.connectors.csv;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What users say about their CSV files, as options of DuckDB's reader. */
final class CsvOptions {

    private CsvOptions() {}

    static Map<String, String> of(FileSettings settings) {
        Map<String, String> options = new LinkedHashMap<>();
        settings.delimiter().ifPresent(text -> options.put("delim", text));
        settings.quote().ifPresent(text -> options.put("quote", text));
        settings.header().ifPresent(yes -> options.put("header", yes.toString()));
        settings.encoding().ifPresent(name -> options.put("encoding", name));
        if (!settings.nullStrings().isEmpty()) {
            options.put("nullstr", jsonList(settings.nullStrings()));
        }
        if (settings.skipLines() > 0) {
            options.put("skip", Integer.toString(settings.skipLines()));
        }
        if (!settings.types().isEmpty()) {
            options.put("types", jsonObject(settings.types()));
        }
        settings.dateFormat().ifPresent(format -> options.put("dateformat", format));
        settings.timestampFormat().ifPresent(format -> options.put("timestampformat", format));
        settings.decimalSeparator().ifPresent(text -> options.put("decimal_separator", text));
        return options;
    }

    private static String jsonList(List<String> items) {
        return items.stream().map(CsvOptions::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String jsonObject(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ":" + quoted(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
