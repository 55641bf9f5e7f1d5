package dev.dango.cli;

import dev.dango.cli.view.Style;
import dev.dango.engine.report.Json;
import dev.dango.engine.settings.Redactor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a command's words go: its result to standard output, everything else to standard error.
 * Thread-safe.
 */
final class Output {

    /** Version of the shape of all JSON that commands write. */
    static final int JSON_VERSION = 1;

    private final Host host;
    private final GlobalOptions options;
    private final Redactor redactor;

    Output(Host host, GlobalOptions options, Redactor redactor) {
        this.host = host;
        this.options = options;
        this.redactor = redactor;
    }

    /** Whether the result is to be JSON. */
    boolean isJson() {
        return options.json;
    }

    /** How lines of the result may be dressed. */
    Style style() {
        return host.style(Host.Stream.OUT);
    }

    /** A line of a result for people. */
    void line(String text) {
        host.out().println(redactor.redact(text));
    }

    /** The whole result for programs. */
    void document(String command, Object data) {
        Map<String, Object> document = envelope(command);
        document.put("data", data);
        host.out().println(Json.write(document));
    }

    /** One of many results for programs, in one line. */
    void event(Map<String, ?> event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("version", JSON_VERSION);
        line.putAll(event);
        host.out().println(Json.write(line));
    }

    /** A word beside the result, which {@code --quiet} leaves out. */
    void note(String text) {
        if (!options.quiet) {
            host.err().println(redactor.redact(text));
        }
    }

    /** Something that must be seen. */
    void alert(String text) {
        host.err().println(redactor.redact(text));
    }

    /** What every JSON result begins with. */
    static Map<String, Object> envelope(String command) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", JSON_VERSION);
        document.put("command", command);
        return document;
    }
}
