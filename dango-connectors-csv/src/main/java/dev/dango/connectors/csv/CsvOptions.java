package dev.dango.connectors.csv;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What users say about their CSV files, as options of DuckDB's reader. */
record CsvOptions(
        Optional<String> delimiter,
        Optional<String> quote,
        Optional<Boolean> header,
        Optional<String> encoding,
        List<String> nullStrings,
        int skipLines,
        Map<String, String> types,
        Optional<String> dateFormat,
        Optional<String> timestampFormat,
        Optional<String> decimalSeparator) {

    Map<String, String> toReader() {
        Map<String, String> options = new LinkedHashMap<>();
        delimiter.ifPresent(text -> options.put("delim", text));
        quote.ifPresent(text -> options.put("quote", text));
        header.ifPresent(yes -> options.put("header", yes.toString()));
        encoding.ifPresent(name -> options.put("encoding", name));
        if (!nullStrings.isEmpty()) {
            options.put("nullstr", jsonList(nullStrings));
        }
        if (skipLines > 0) {
            options.put("skip", Integer.toString(skipLines));
        }
        if (!types.isEmpty()) {
            options.put("types", jsonObject(types));
        }
        dateFormat.ifPresent(format -> options.put("dateformat", format));
        timestampFormat.ifPresent(format -> options.put("timestampformat", format));
        decimalSeparator.ifPresent(text -> options.put("decimal_separator", text));
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
