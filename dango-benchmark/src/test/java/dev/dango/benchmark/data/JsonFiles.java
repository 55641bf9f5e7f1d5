package dev.dango.benchmark.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The same records twice: one on each line, for DuckDB, and a page of them on each line, the way an
 * API answers.
 *
 * @param lines the file with a record on each line
 * @param pages the file with an array of records on each line
 */
public record JsonFiles(Path lines, Path pages) {

    /** How many records an API answers at a time. */
    private static final int PAGE = 1000;

    private static final String[] NAMES = Values.pool(1, new String[0], (i, r) -> Values.name(r));
    private static final String[] EMAILS = Values.pool(2, new String[0], (i, r) -> Values.email(r));
    private static final String[] CITIES = Values.pool(3, new String[0], (i, r) -> Values.city(r));
    private static final String[] STATES = Values.pool(4, new String[0], (i, r) -> Values.state(r));
    private static final String[] TIMES =
            Values.pool(5, new String[0], (i, r) -> Values.instant(r).toString());
    private static final String[] AMOUNTS =
            Values.pool(6, new String[0], (i, r) -> amount(Values.cents(r)));

    /** A note is often missing, and now and then has something to escape. */
    private static final String[] NOTES =
            Values.pool(
                    7,
                    new String[0],
                    (i, r) ->
                            r.nextInt(3) == 0
                                    ? "null"
                                    : "\""
                                            + Values.note(r)
                                            + (i % 50 == 0 ? " \\\"ok\\\"\"" : "\""));

    private static String amount(long cents) {
        return cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100;
    }

    /** Writes one record. */
    private interface Format {
        void append(long row, StringBuilder json);
    }

    /**
     * Records of ten fields.
     *
     * @param folder where to write; what is there already is taken
     * @param rows how many
     * @return the files
     * @throws IOException if they cannot be written
     */
    public static JsonFiles flat(Path folder, long rows) throws IOException {
        return write(folder.resolve("flat-" + rows), rows, JsonFiles::flat);
    }

    /**
     * Records with an object and a list of three objects.
     *
     * @param folder where to write; what is there already is taken
     * @param rows how many
     * @return the files
     * @throws IOException if they cannot be written
     */
    public static JsonFiles nested(Path folder, long rows) throws IOException {
        return write(folder.resolve("nested-" + rows), rows, JsonFiles::nested);
    }

    private static void flat(long row, StringBuilder json) {
        json.append("{\"id\":").append(row);
        json.append(",\"customer_id\":").append(Values.index(row, 1));
        text(json, "name", NAMES[Values.index(row, 2)]);
        text(json, "email", EMAILS[Values.index(row, 3)]);
        json.append(",\"amount\":").append(AMOUNTS[Values.index(row, 4)]);
        json.append(",\"quantity\":").append(Values.index(row, 5) & 63);
        json.append(",\"active\":").append(Values.index(row, 6) % 3 != 0);
        text(json, "status", STATES[Values.index(row, 7)]);
        text(json, "created_at", TIMES[Values.index(row, 8)]);
        json.append(",\"note\":").append(NOTES[Values.index(row, 9)]).append('}');
    }

    private static void nested(long row, StringBuilder json) {
        json.append("{\"id\":").append(row);
        text(json, "status", STATES[Values.index(row, 1)]);
        text(json, "created_at", TIMES[Values.index(row, 2)]);
        json.append(",\"customer\":{\"id\":").append(Values.index(row, 3));
        text(json, "name", NAMES[Values.index(row, 4)]);
        text(json, "city", CITIES[Values.index(row, 5)]);
        json.append("},\"items\":[");
        for (int i = 0; i < 3; i++) {
            json.append(i == 0 ? "{\"sku\":" : ",{\"sku\":").append(Values.index(row, 6 + i));
            text(json, "name", NAMES[Values.index(row, 15 + i)]);
            json.append(",\"quantity\":").append(Values.index(row, 9 + i) & 15);
            json.append(",\"price\":").append(AMOUNTS[Values.index(row, 12 + i)]).append('}');
        }
        json.append("]}");
    }

    private static void text(StringBuilder json, String field, String value) {
        json.append(",\"").append(field).append("\":\"").append(value).append('"');
    }

    private static JsonFiles write(Path base, long rows, Format format) throws IOException {
        JsonFiles files =
                new JsonFiles(
                        base.resolveSibling(base.getFileName() + ".ndjson"),
                        base.resolveSibling(base.getFileName() + ".pages"));
        if (Files.exists(files.pages)) {
            return files;
        }
        Path unfinished = base.resolveSibling("unfinished");
        try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(files.lines));
                OutputStream pages = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
            StringBuilder json = new StringBuilder();
            for (long row = 0; row < rows; row++) {
                json.setLength(0);
                format.append(row, json);
                byte[] record = json.toString().getBytes(UTF_8);
                lines.write(record);
                lines.write('\n');
                pages.write(row % PAGE == 0 ? '[' : ',');
                pages.write(record);
                if (row % PAGE == PAGE - 1 || row == rows - 1) {
                    pages.write(']');
                    pages.write('\n');
                }
            }
        }
        Files.move(unfinished, files.pages);
        return files;
    }
}
