package dev.dango.engine.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds files out of pieces, edits one piece, and expects all other pieces back unchanged. */
class SourcesFileRandomEditTest {

    private static final int FILES = 120;
    private static final List<String> DAMAGES =
            List.of(
                    "", " ", "\n", "- ", ":", "{", "]", "&a ", "*a", "#", "\"", "\t", "|", "!x ",
                    "😀", "<<");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void editsLeaveEverythingElseAlone(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < FILES; i++) {
            RandomFile file = new RandomFile(random);
            edit(file, random, "seed " + seed + ", file " + i);
        }
    }

    /** Whatever a file looks like, the answer is an edit that holds or a sentence. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void neverStumblesOverADamagedFile(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < FILES; i++) {
            StringBuilder text = new StringBuilder(new RandomFile(random).text());
            for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
                int at = random.nextInt(text.length());
                String damage = DAMAGES.get(random.nextInt(DAMAGES.size()));
                text.replace(at, at + random.nextInt(2), damage);
            }
            // Half an emoji cannot stand in a file.
            byte[] whole = text.toString().getBytes(StandardCharsets.UTF_8);
            Project project = TestProject.with(folder, new String(whole, StandardCharsets.UTF_8));
            attempt(project, sources -> sources.remove("s0"));
            attempt(project, sources -> sources.setEnabled("s1", false));
            attempt(project, sources -> sources.add(SourceEntry.of("added", "csv", Map.of())));
        }
    }

    private static void attempt(Project project, Consumer<SourcesFile> edit) throws IOException {
        String before = read(project);
        try {
            edit.accept(SourcesFile.read(project));
            assertThat(SourcesFile.read(project)).isNotNull();
        } catch (SourceException e) {
            assertThat(e.getMessage()).as(before).matches("(?s)\\S.*[.?]");
            assertThat(read(project)).isEqualTo(before);
        }
    }

    private void edit(RandomFile file, Random random, String label) throws IOException {
        Project project = TestProject.with(folder, file.text());
        SourcesFile sources = SourcesFile.read(project);
        assertThat(sources.problems()).as(label + "\n" + file.text()).isEmpty();
        int chosen = random.nextInt(file.entries.size());
        switch (random.nextInt(3)) {
            case 0 -> {
                sources.remove("s" + chosen);
                file.entries.get(chosen).body = "";
                assertThat(lines(project)).as(label).isEqualTo(lines(file.text(), chosen, file));
            }
            case 1 -> {
                boolean enabled = !sources.require("s" + chosen).enabled();
                sources.setEnabled("s" + chosen, enabled);
                file.entries.get(chosen).setEnabled(enabled, file.lineBreak);
                assertThat(read(project)).as(label).isEqualTo(file.text());
            }
            default -> {
                SourceEntry added = SourceEntry.of("added", "csv", Map.of("directory", "data"));
                sources.add(added);
                assertThat(addedLines(project, file)).as(label).isEqualTo(file.text());
                assertThat(SourcesFile.read(project).require("added").settings())
                        .isEqualTo(added.settings());
            }
        }
    }

    private static String read(Project project) throws IOException {
        return Files.readString(project.sourcesFile());
    }

    /** Blank lines may close up around a removed entry. */
    private static List<String> lines(Project project) throws IOException {
        return read(project).lines().filter(line -> !line.isBlank()).toList();
    }

    private static List<String> lines(String expected, int removed, RandomFile file) {
        String text =
                file.entries.size() == 1 && removed == 0
                        ? expected.replaceFirst("(?m)^sources:", "sources: []")
                        : expected;
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    /** The file without the five lines of the added entry, and the blank line that may precede. */
    private static String addedLines(Project project, RandomFile file) throws IOException {
        String text = read(project);
        int start = text.lastIndexOf('\n', text.indexOf("- name: added")) + 1;
        int end = text.indexOf("directory: data" + file.lineBreak, start);
        end = text.indexOf('\n', end) + 1;
        String blank = file.lineBreak + file.lineBreak;
        String before = text.substring(0, start);
        String without = before + text.substring(end);
        return !without.equals(file.text()) && before.endsWith(blank)
                ? before.substring(0, start - file.lineBreak.length()) + text.substring(end)
                : without;
    }

    /** An entry, the lines before it, and how its text says that it is enabled. */
    private static final class RandomEntry {
        private final String before;
        private String body;

        RandomEntry(String before, String body) {
            this.before = before;
            this.body = body;
        }

        void setEnabled(boolean enabled, String lineBreak) {
            if (body.contains("enabled:")) {
                body = body.replaceFirst("enabled:( +)(true|false)", "enabled:$1" + enabled);
            } else if (body.contains("{name")) {
                body = body.replaceFirst("type: csv", "type: csv, enabled: " + enabled);
            } else {
                String indent = " ".repeat(body.indexOf('-') + 2);
                body =
                        body.replaceFirst(
                                "(type: csv.*\\R)",
                                "$1" + indent + "enabled: " + enabled + lineBreak);
            }
        }
    }

    private static final class RandomFile {
        private final Random random;
        private final String lineBreak;
        private final String indent;
        private final String head;
        private final String tail;
        private final List<RandomEntry> entries = new ArrayList<>();

        RandomFile(Random random) {
            this.random = random;
            this.lineBreak = random.nextBoolean() ? "\n" : "\r\n";
            this.indent = " ".repeat(random.nextInt(5));
            boolean versionLast = random.nextBoolean();
            String version = line("version: \"1.0\"" + comment());
            this.head =
                    noise("")
                            + (versionLast ? "" : version)
                            + noise("")
                            + line("sources:" + comment());
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                entries.add(new RandomEntry(noise(indent), i % 2 == 0 ? block(i) : braces(i)));
            }
            this.tail = noise(indent) + (versionLast ? version : "") + noise("");
        }

        String text() {
            return head
                    + entries.stream()
                            .map(entry -> entry.before + entry.body)
                            .collect(Collectors.joining())
                    + tail;
        }

        private String block(int i) {
            String inner = indent + "  ";
            List<String> keys = new ArrayList<>(List.of("type: csv" + comment()));
            if (random.nextBoolean()) {
                keys.add(
                        "enabled:"
                                + " ".repeat(1 + random.nextInt(3))
                                + random.nextBoolean()
                                + comment());
            }
            if (random.nextBoolean()) {
                keys.add(
                        "description: |"
                                + lineBreak
                                + inner
                                + "  é 😀 text"
                                + lineBreak
                                + lineBreak
                                + inner
                                + "  # no comment");
            }
            if (random.nextBoolean()) {
                keys.add(
                        "csv:"
                                + comment()
                                + lineBreak
                                + inner
                                + "    directory: 'it''s'"
                                + comment()
                                + lineBreak
                                + inner
                                + "    types: {a: [b,"
                                + lineBreak
                                + inner
                                + "       c]}"
                                + comment());
            }
            StringBuilder text = new StringBuilder(line(indent + "- name: s" + i + comment()));
            while (!keys.isEmpty()) {
                text.append(line(inner + keys.remove(random.nextInt(keys.size()))));
            }
            if (random.nextInt(4) == 0) {
                text.append(line(inner + "# a setting in reserve"));
            }
            return text.toString();
        }

        private String braces(int i) {
            String enabled = random.nextBoolean() ? ", enabled: " + random.nextBoolean() : "";
            return line(
                    indent
                            + "- {name: s"
                            + i
                            + ", type: csv"
                            + enabled
                            + ", csv: {directory: \"a, b\"}}"
                            + comment());
        }

        /** Blank lines and comment lines; a comment never stands deeper than the list. */
        private String noise(String commentIndent) {
            StringBuilder noise = new StringBuilder();
            for (int n = random.nextInt(3); n > 0; n--) {
                noise.append(
                        line(
                                random.nextBoolean()
                                        ? ""
                                        : commentIndent + "# note " + random.nextInt(99)));
            }
            return noise.toString();
        }

        private String comment() {
            return random.nextInt(3) == 0 ? "  # about: {this}, [that]" : "";
        }

        private String line(String text) {
            return text + lineBreak;
        }
    }
}
