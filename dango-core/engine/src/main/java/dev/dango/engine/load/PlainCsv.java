package dev.dango.engine.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A CSV file that cannot be read in two ways: each line has as many cells as the first, cells are
 * quoted as a whole or not at all, and nothing looks like a comment or another separator. Whatever
 * is not that plain is left to DuckDB to find out.
 *
 * @param delimiter what separates its cells
 * @param header its first line
 * @param rows the lines after it; may be empty
 */
record PlainCsv(char delimiter, String header, List<String> rows) {

    private static final String SEPARATORS = ",;\t|";

    /** Longer lines would be much work for a pattern. */
    private static final int LONGEST_LINE = 10_000;

    /**
     * Reads a file.
     *
     * @param delimiter what the user says that it is
     * @return empty if there is any doubt
     */
    static Optional<PlainCsv> read(Path file, Optional<String> delimiter) throws IOException {
        String text;
        try {
            byte[] bytes = Files.readAllBytes(file);
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        List<String> lines = Stream.of(text.split(end)).toList();
        if (lines.isEmpty() || !lines.stream().allMatch(PlainCsv::isPlain)) {
            return Optional.empty();
        }
        String header = lines.get(0);
        String separators = delimiter.orElseGet(() -> separators(header));
        if (separators.length() != 1 || "\"'\\ ".contains(separators)) {
            return Optional.empty();
        }
        char separator = separators.charAt(0);
        Pattern line = line(separator, delimiter.isPresent(), header);
        return lines.stream().allMatch(each -> line.matcher(each).matches())
                ? Optional.of(new PlainCsv(separator, header, lines.subList(1, lines.size())))
                : Optional.empty();
    }

    private static boolean isPlain(String line) {
        return !line.isBlank()
                && line.length() <= LONGEST_LINE
                && line.chars().noneMatch(c -> "\r\n\0#\\\uFEFF".indexOf(c) >= 0);
    }

    private static String separators(String header) {
        return SEPARATORS
                .chars()
                .filter(separator -> header.indexOf(separator) >= 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Lines with as many cells as the header; its separator may stand in quotes only. */
    private static Pattern line(char separator, boolean isSaid, String header) {
        String apart = Pattern.quote(String.valueOf(separator));
        String foreign = Pattern.quote(isSaid ? String.valueOf(separator) : SEPARATORS);
        String cell = "(?:(?!')[^\"" + foreign + "]*+|\"(?:[^\"]++|\"\")*+\")";
        long others = header.chars().filter(c -> c == separator).count();
        return Pattern.compile(cell + "(?:" + apart + cell + "){" + Math.max(1, others) + "}");
    }
}
