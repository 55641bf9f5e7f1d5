package dev.dango.benchmark.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** CSV files of six columns and about 65 bytes a row. */
public final class CsvFiles {

    private static final byte[] HEADER =
            "id,customer,amount,created_at,status,quantity\n".getBytes(UTF_8);
    private static final String[] NAMES = Values.pool(1, new String[0], (i, r) -> Values.name(r));
    private static final String[] TIMES =
            Values.pool(
                    2,
                    new String[0],
                    (i, r) -> Values.instant(r).toString().replace('T', ' ').replace("Z", ""));
    private static final String[] STATES = Values.pool(3, new String[0], (i, r) -> Values.state(r));

    private CsvFiles() {}

    /**
     * Writes one file.
     *
     * @param file where to; kept if it is there
     * @param first id of the first row
     * @param rows how many
     * @return the file
     * @throws IOException if it cannot be written
     */
    public static Path write(Path file, long first, long rows) throws IOException {
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling("unfinished");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
            out.write(HEADER);
            for (long row = first; row < first + rows; row++) {
                String line =
                        row
                                + ","
                                + NAMES[Values.index(row, 1)]
                                + ","
                                + Values.index(row, 2) / 100.0
                                + ","
                                + TIMES[Values.index(row, 3)]
                                + ","
                                + STATES[Values.index(row, 4)]
                                + ","
                                + (Values.index(row, 5) & 63)
                                + "\n";
                out.write(line.getBytes(UTF_8));
            }
        }
        return Files.move(unfinished, file);
    }
}
