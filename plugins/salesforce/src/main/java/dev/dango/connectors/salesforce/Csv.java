package dev.dango.connectors.salesforce;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads CSV (RFC 4180) in UTF-8, with commas between values. Values may hold line ends. */
final class Csv {

    private final byte[] text;
    private int at;

    Csv(byte[] text) {
        this.text = text;
    }

    /** The values of the next record; empty at the end. */
    Optional<List<String>> next() {
        if (at >= text.length) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        values.add(value());
        while (at < text.length && text[at] == ',') {
            at++;
            values.add(value());
        }
        skip('\r');
        skip('\n');
        return Optional.of(values);
    }

    private void skip(char end) {
        if (at < text.length && text[at] == end) {
            at++;
        }
    }

    private String value() {
        return at < text.length && text[at] == '"' ? quoted() : plain();
    }

    private String plain() {
        int start = at;
        while (at < text.length && text[at] != ',' && text[at] != '\n' && text[at] != '\r') {
            at++;
        }
        return new String(text, start, at - start, StandardCharsets.UTF_8);
    }

    /** Two quotes in it stand for one. */
    private String quoted() {
        int start = ++at;
        boolean doubled = false;
        while (at < text.length && !isClosing(at)) {
            boolean quote = text[at] == '"';
            doubled |= quote;
            at += quote ? 2 : 1;
        }
        int end = Math.min(at, text.length);
        at = end + 1;
        String value = new String(text, start, end - start, StandardCharsets.UTF_8);
        return doubled ? value.replace("\"\"", "\"") : value;
    }

    private boolean isClosing(int index) {
        return text[index] == '"' && (index + 1 == text.length || text[index + 1] != '"');
    }
}
