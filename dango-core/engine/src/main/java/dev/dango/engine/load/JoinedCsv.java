package dev.dango.engine.load;

import dev.dango.spi.FileFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Small CSV files with the same first line, written one after the other into one file with the path
 * of each row's file as its last cell. DuckDB opens one file then, and chooses types by all rows.
 */
final class JoinedCsv implements FileRows {

    /** Options that mean the same for the joined file as for each. */
    private static final Set<String> OPTIONS =
            Set.of("delim", "nullstr", "dateformat", "timestampformat", "decimal_separator");

    /** Beyond this opening each file costs little beside reading it. */
    private static final long LARGEST = 4 << 20;

    private final Path joined;
    private final List<StagedFile> files = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, String> columns = new LinkedHashMap<>();
    private long rows;

    private JoinedCsv(Path joined) {
        this.joined = joined;
    }

    /**
     * Joins files; those without a row are left out.
     *
     * @param files with the same format and options
     * @param joined the file to write
     * @return empty if there is any doubt that reading them together is the same as one by one
     */
    static Optional<JoinedCsv> of(Session session, List<StagedFile> files, Path joined) {
        StagedFile first = files.get(0);
        if (first.format() != FileFormat.CSV
                || files.size() == 1
                || !OPTIONS.containsAll(first.options().keySet())
                || files.stream().mapToLong(StagedFile::size).sum() > LARGEST) {
            return Optional.empty();
        }
        try {
            JoinedCsv csv = new JoinedCsv(joined);
            return csv.write(files) && csv.sniff(session) && csv.isWhole(session)
                    ? Optional.of(csv)
                    : Optional.empty();
        } catch (IOException | SQLException e) {
            return Optional.empty(); // whatever is wrong comes out when they are read one by one
        }
    }

    private boolean write(List<StagedFile> candidates) throws IOException {
        Optional<String> said = Optional.ofNullable(candidates.get(0).options().get("delim"));
        PlainCsv first = null;
        long length = 0;
        try (BufferedWriter out = Files.newBufferedWriter(joined)) {
            for (StagedFile file : candidates) {
                Optional<PlainCsv> read = PlainCsv.read(Path.of(file.path()), said);
                if (read.isEmpty()) {
                    return false;
                }
                PlainCsv csv = read.get();
                if (first == null) {
                    first = csv;
                    out.write(csv.header() + csv.delimiter() + FILE_COLUMN + "\n");
                }
                String end = csv.delimiter() + quoted(file.path()) + "\n";
                for (String row : csv.rows()) {
                    out.write(row + end);
                    length += row.length() + end.length();
                }
                if (!csv.header().equals(first.header()) || length > LARGEST) {
                    return false;
                }
                if (!csv.rows().isEmpty()) {
                    files.add(file);
                    rows += csv.rows().size();
                }
            }
        }
        options.putAll(candidates.get(0).options());
        options.put("delim", String.valueOf(first.delimiter()));
        options.put("quote", "\"");
        options.put("escape", "\"");
        return files.size() > 1;
    }

    private static String quoted(String path) {
        return "\"" + path.replace("\"", "\"\"") + "\"";
    }

    /** What DuckDB makes of all rows; the first line has to be what it takes for their names. */
    private boolean sniff(Session session) throws SQLException {
        Map<String, String> sniffed = new LinkedHashMap<>(options);
        sniffed.put("sample_size", "-1");
        List<Boolean> headers =
                session.query(
                        "SELECT HasHeader AND SkipRows = 0, DateFormat, TimestampFormat, c.name, c.type"
                                + " FROM (SELECT *, unnest(Columns) AS c FROM sniff_csv(%s%s))"
                                        .formatted(
                                                Sql.text(FileScan.escapeGlob(joined.toString())),
                                                FileOptions.sql(FileFormat.CSV, sniffed)),
                        row -> {
                            note("dateformat", row.getString(2));
                            note("timestampformat", row.getString(3));
                            columns.put(row.getString(4), row.getString(5));
                            return row.getBoolean(1);
                        });
        return !headers.contains(false) && columns.containsKey(FILE_COLUMN);
    }

    private void note(String option, String format) {
        if (format != null && !format.isEmpty()) {
            options.put(option, format);
        }
    }

    /** Reads all of it once, before anything depends on it. */
    private boolean isWhole(Session session) throws SQLException {
        String all = columns.keySet().stream().map(Sql::name).reduce((a, b) -> a + ", " + b).get();
        List<Boolean> whole =
                session.query(
                        "SELECT count(*) = %d AND count(DISTINCT %s) = %d AND count(hash(%s)) > 0 FROM %s"
                                .formatted(rows, FILE_COLUMN, files.size(), all, sql()),
                        row -> row.getBoolean(1));
        return whole.equals(List.of(true));
    }

    @Override
    public List<StagedFile> files() {
        return files;
    }

    @Override
    public String sql() {
        List<String> types = new ArrayList<>();
        columns.forEach((name, type) -> types.add(Sql.text(name) + ": " + Sql.text(type)));
        return "read_csv(%s%s, header = true, auto_detect = false, columns = {%s})"
                .formatted(
                        Sql.text(FileScan.escapeGlob(joined.toString())),
                        FileOptions.sql(FileFormat.CSV, options),
                        String.join(", ", types));
    }

    @Override
    public Map<String, String> describe(Session session) {
        Map<String, String> own = new LinkedHashMap<>(columns);
        own.remove(FILE_COLUMN);
        return own;
    }
}
