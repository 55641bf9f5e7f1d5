package dev.dango.engine.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesFileEditTest {

    private static final String TWO =
            """
            # My sources
            version: "1.0"   # the only one

            sources:
            # -- shop --
            - name: orders     # daily
              type: csv        # files
              csv:
                directory: data/orders
                # file_pattern: "*.tsv"

            # -- money --
            - name: payments
              enabled:   true  # for now
              type: stripe
              stripe: {stripe_secret_key_env: PAY_KEY}   # secret
            # the end
            """;

    @TempDir Path folder;

    private SourcesFile file(String text) {
        return SourcesFile.read(TestProject.with(folder, text));
    }

    private String text() throws IOException {
        return Files.readString(folder.resolve(".dango/sources.yml"));
    }

    private static SourceEntry csv(String name) {
        return SourceEntry.of(name, "csv", Map.of("directory", "data/" + name));
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    @Test
    void disablesAndEnablesInPlace() throws Exception {
        SourcesFile file = file(TWO).setEnabled("payments", false);
        assertThat(file.require("payments").enabled()).isFalse();
        assertThat(text()).isEqualTo(TWO.replace("enabled:   true", "enabled:   false"));
        file.setEnabled("payments", true);
        assertThat(text()).isEqualTo(TWO);
    }

    @Test
    void addsTheKeyWhereItIsMissing() throws Exception {
        file(TWO).setEnabled("orders", false);
        assertThat(text()).isEqualTo(TWO.replace("# files\n", "# files\n  enabled: false\n"));
    }

    @Test
    void touchesNothingWhenThereIsNothingToChange() throws Exception {
        Project project = TestProject.with(folder, TWO);
        SourcesFile file = SourcesFile.read(project);
        Object before = Files.readAttributes(project.sourcesFile(), "*").get("fileKey");
        file.setEnabled("orders", true);
        assertThat(Files.readAttributes(project.sourcesFile(), "*").get("fileKey"))
                .isEqualTo(before);
    }

    @Test
    void removesAnEntryAndLeavesTheComments() throws Exception {
        file(TWO).remove("orders");
        assertThat(text())
                .isEqualTo(
                        """
                        # My sources
                        version: "1.0"   # the only one

                        sources:
                        # -- shop --

                        # -- money --
                        - name: payments
                          enabled:   true  # for now
                          type: stripe
                          stripe: {stripe_secret_key_env: PAY_KEY}   # secret
                        # the end
                        """);
    }

    @Test
    void leavesAnEmptyListBehind() throws Exception {
        SourcesFile file = file(TWO).remove("orders").remove("PAYMENTS");
        assertThat(file.entries()).isEmpty();
        assertThat(text()).contains("sources: []\n# -- shop --\n").endsWith("# the end\n");
        file.add(csv("again"));
        assertThat(text()).contains("sources:\n  - name: again\n    type: csv\n");
    }

    @Test
    void appendsBehindTheLastEntry() throws Exception {
        SourceEntry entry =
                new SourceEntry(
                        "help",
                        "zendesk",
                        false,
                        Optional.of("Zendesk - added: by hand"),
                        List.of("support"),
                        OptionalInt.of(2),
                        ordered(
                                "subdomain", "acme",
                                "start_date", "2024-06-01",
                                "resources", List.of("tickets", "users"),
                                "answer", "yes"),
                        TableRules.NONE,
                        0);
        SourcesFile file = file(TWO).add(entry);
        assertThat(file.require("help").settings()).isEqualTo(entry.settings());
        assertThat(text())
                .isEqualTo(
                        TWO.replace(
                                "# the end\n",
                                """
                                - name: help
                                  type: zendesk
                                  enabled: false
                                  description: 'Zendesk - added: by hand'
                                  tags:
                                    - support
                                  lookback_days: 2
                                  generic_config:
                                    subdomain: acme
                                    start_date: '2024-06-01'
                                    resources:
                                      - tickets
                                      - users
                                    answer: 'yes'
                                # the end
                                """));
    }

    @Test
    void writesTheBlockThatTheOriginalReads() throws Exception {
        file("").add(SourceEntry.of("pay", "stripe", Map.of("stripe_secret_key_env", "PAY")))
                .add(SourceEntry.of("games", "chess", Map.of("players", List.of("magnus"))));
        assertThat(text())
                .startsWith("# The sources of this project.")
                .endsWith(
                        """
                        version: "1.0"
                        sources:
                          - name: pay
                            type: stripe
                            enabled: true
                            stripe:
                              stripe_secret_key_env: PAY
                          - name: games
                            type: chess
                            enabled: true
                            generic_config:
                              players:
                                - magnus
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: \"1.0\"\nsources: []\n",
                "version: \"1.0\"\nsources: [ ] # none\n",
                "version: \"1.0\"\nsources:\n",
                "version: \"1.0\"\nsources: # none\n",
                "version: \"1.0\"\nsources: null",
                "version: \"1.0\"\nsources: # none\n  []\n",
                "version: \"1.0\"",
                "# nothing but this comment",
                "sources: []\nversion: \"1.0\"\n# end\n",
                "sources:\nversion: \"1.0\"\n# end\n",
                "{version: \"1.0\", sources: []}\n",
            })
    void addsTheFirstEntryOfAnyEmptyFile(String empty) throws Exception {
        SourcesFile file = file(empty).add(csv("first"));
        assertThat(file.require("first").settings()).isEqualTo(Map.of("directory", "data/first"));
        for (String comment : List.of("# none", "# end", "# nothing but this comment")) {
            assertThat(text().contains(comment)).isEqualTo(empty.contains(comment));
        }
        assertThat(file.add(csv("second")).entries()).hasSize(2);
    }

    @Test
    void makesTheFileIfItIsMissing() throws Exception {
        Project project = TestProject.with(folder, "");
        Files.delete(project.sourcesFile());
        SourcesFile.read(project).add(csv("first"));
        assertThat(SourcesFile.read(project).entries()).hasSize(1);
    }

    @Test
    void editsEntriesInBraces() throws Exception {
        String text =
                """
                sources:
                - {name: a, type: csv}  # A
                - {name: b, enabled: no, type: csv,
                   csv: {directory: b}}  # B
                """;
        file(text).setEnabled("a", false).setEnabled("b", true).add(csv("c"));
        assertThat(text())
                .isEqualTo(
                        """
                        sources:
                        - {name: a, type: csv, enabled: false}  # A
                        - {name: b, enabled: true, type: csv,
                           csv: {directory: b}}  # B
                        - name: c
                          type: csv
                          enabled: true
                          csv:
                            directory: data/c
                        """);
        file(text).remove("b");
        assertThat(text()).isEqualTo("sources:\n- {name: a, type: csv}  # A\n");
    }

    @Test
    void editsAListInBrackets() throws Exception {
        String text = "sources: [{name: a, type: csv}, # one, two\n  {name: b, type: csv},\n]\n";
        file(text).add(csv("c"));
        assertThat(text())
                .contains(
                        "{name: b, type: csv}, {name: c, type: csv, enabled: true, csv: {directory:"
                                + " data/c}},\n]\n");
        file(text).remove("a");
        assertThat(text()).contains("# one, two").doesNotContain("name: a");
        file(text).remove("b").remove("a");
        assertThat(SourcesFile.validate(text())).isEmpty();
        assertThat(text()).contains("# one, two");
        file("sources: [{name: a, type: csv}, {name: b, type: csv}]\n").remove("b");
        assertThat(text()).isEqualTo("sources: [{name: a, type: csv}]\n");
        file("sources: [{name: a, type: csv}, {name: b, type: csv}]\n").remove("a");
        assertThat(text()).isEqualTo("sources: [{name: b, type: csv}]\n");
    }

    @Test
    void keepsWindowsLineEndsByteOrderMarkAndRareCharacters() throws Exception {
        String text =
                "\uFEFFversion: \"1.0\" # 😀\r\nsources:\r\n  - name: a\r\n    type: csv\r\n"
                        + "    description: 😀 Köln\r\n  # 😀\r\n  - name: b\r\n    type: csv";
        file(text).setEnabled("b", false);
        assertThat(text()).isEqualTo(text + "\r\n    enabled: false\r\n");
        file(text).setEnabled("a", false);
        assertThat(text())
                .isEqualTo(text.replaceFirst("type: csv", "type: csv\r\n    enabled: false"));
        file(text).remove("a");
        assertThat(text())
                .isEqualTo(
                        "\uFEFFversion: \"1.0\" # 😀\r\nsources:\r\n  # 😀\r\n  - name: b\r\n"
                                + "    type: csv");
        file(text).add(csv("c"));
        assertThat(text())
                .isEqualTo(
                        text
                                + "\r\n  - name: c\r\n    type: csv\r\n    enabled: true\r\n"
                                + "    csv:\r\n      directory: data/c\r\n");
    }

    @Test
    void knowsWhereUnusualEntriesEnd() throws Exception {
        String text =
                """
                sources:
                -
                  name: a
                  type: csv
                  description: |
                    several lines

                    of text

                - # dash alone
                  name: b
                  type: csv
                  enabled:
                  tags: [x,
                    y]
                - name: c
                  csv:
                    directory: >-
                      folded
                      text
                  type: "csv"
                """;
        file(text).remove("a");
        assertThat(text()).isEqualTo("sources:\n" + text.substring(text.indexOf("\n- # dash")));
        file(text).remove("b");
        assertThat(text()).doesNotContain("name: b").contains("of text\n\n- name: c\n");
        file(text).setEnabled("b", false);
        assertThat(text()).isEqualTo(text.replace("enabled:\n", "enabled: false\n"));
        file(text).setEnabled("c", false);
        assertThat(text()).isEqualTo(text.replace("\"csv\"\n", "\"csv\"\n  enabled: false\n"));
        file(text).remove("c");
        assertThat(text()).endsWith("  tags: [x,\n    y]\n");
    }

    @Test
    void separatesByABlankLineWhereTheFileDoes() throws Exception {
        file("sources:\n\n  - name: a\n    type: csv\n\n  - name: b\n    type: csv\n")
                .add(csv("c"));
        assertThat(text()).contains("name: b\n    type: csv\n\n  - name: c\n");
        file("sources:\n  - name: a\n    type: csv\n\n  - name: b\n    type: csv\n").remove("b");
        assertThat(text()).isEqualTo("sources:\n  - name: a\n    type: csv\n");
    }

    @Test
    void removesAnEntryThatCannotBeUsed() throws Exception {
        file("sources:\n- {name: a, type: csv}\n- {name: b, typ: csv}\n").remove("b");
        assertThat(text()).isEqualTo("sources:\n- {name: a, type: csv}\n");
    }

    @Test
    void editsBesideAnEntryThatCannotBeUsed() throws Exception {
        SourcesFile file = file("sources:\n- {name: a, type: csv}\n- {name: b, typ: csv}\n");
        assertThat(file.add(csv("c")).setEnabled("a", false).remove("c").problems()).hasSize(2);
        assertThat(text())
                .isEqualTo(
                        "sources:\n- {name: a, type: csv, enabled: false}\n- {name: b, typ: csv}\n");
    }

    @Test
    void refusesWhatItCannotDoAndLeavesTheFileAlone() throws Exception {
        String anchored =
                """
                sources:
                - &a
                  name: a
                  type: csv
                - {<<: *a, name: b}
                - name: c
                  type: csv
                - name: C
                  type: csv
                """;
        SourcesFile file = file(anchored);
        assertRefused(() -> file.remove("a"), "laid out in a way that cannot be changed");
        assertRefused(() -> file.remove("c"), "given to several sources");
        assertRefused(() -> file.remove("zzz"), "Unknown source \"zzz\"");
        assertRefused(() -> file.setEnabled("c", false), "given to several sources");
        assertRefused(() -> file.add(csv("b")), "taken by the source in line 5");
        assertRefused(() -> file.add(csv("c")), "taken by the source in line 6");
        assertRefused(() -> file.add(csv("2fast")), "begins with a digit");
        assertRefused(() -> file.add(csv("Big")), "letters a to z");
        assertThat(text()).isEqualTo(anchored);
        assertRefused(
                () -> file("sources:\n- {name: a, type: csv}\n...\n").remove("b"),
                "Unknown source");
        assertRefused(() -> file("{version: \"1.0\"}\n").add(csv("a")), "changed automatically");
        assertRefused(() -> file("version: \"1.0\"\n...\n").add(csv("a")), "changed automatically");
    }

    private static void assertRefused(Runnable edit, String message) {
        assertThatThrownBy(edit::run)
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessageContaining(message);
    }

    @Test
    void editsTheFileAsItIsNowNotAsItWasRead() throws Exception {
        SourcesFile early = file("sources: []\n");
        early.add(csv("a"));
        early.add(csv("b"));
        assertThat(SourcesFile.validate(text())).isEmpty();
        assertThat(text()).contains("name: a").contains("name: b");
    }

    @Test
    void keepsPermissionsAndLinks() throws Exception {
        Project project = TestProject.with(folder, "sources: []\n");
        Path real = folder.resolve("elsewhere.yml");
        Files.move(project.sourcesFile(), real);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw----"));
        Files.createSymbolicLink(project.sourcesFile(), real);
        SourcesFile.read(project).add(csv("a"));
        assertThat(project.sourcesFile()).isSymbolicLink();
        assertThat(Files.getPosixFilePermissions(real))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(Files.readString(real)).contains("name: a");
        try (var files = Files.list(folder.resolve(".dango"))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("project.yml", "sources.yml");
        }
    }
}
