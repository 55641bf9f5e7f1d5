package dev.dango.engine.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesFileReadTest {

    @TempDir Path folder;

    private SourcesFile read(String text) {
        return SourcesFile.read(TestProject.with(folder, text));
    }

    private String failure(String text) {
        Project project = TestProject.with(folder, text);
        SourceException[] caught = new SourceException[1];
        assertThatThrownBy(() -> SourcesFile.read(project))
                .isInstanceOfSatisfying(SourceException.class, e -> caught[0] = e);
        assertThat(caught[0].kind()).isEqualTo(ErrorKind.CONFIG);
        return caught[0].getMessage();
    }

    private String onlyProblem(String text) {
        List<SourceProblem> problems = read(text).problems();
        assertThat(problems).hasSize(1);
        return problems.get(0).message();
    }

    /** A source with this line more, in line 5. */
    private static String source(String line) {
        return "version: \"1.0\"\nsources:\n- name: shop\n  type: csv\n  " + line + "\n";
    }

    @Test
    void readsAFileInTheShapeOfTheOriginal() {
        SourcesFile file =
                read(
                        """
                        version: "1.0"
                        sources:
                        - {name: orders, type: csv, enabled: true, csv: {directory: data/o, file_pattern: "*.csv"}}
                        - {name: exports, type: local_files, local_files: {directory: data/e, file_pattern: "*"}}
                        - name: payments
                          type: stripe
                          enabled: false
                          description: Card payments
                          tags: [finance, daily]
                          lookback_days: 3
                          stripe: {stripe_secret_key_env: PAY_KEY, endpoints: [Charge], start_date: 2025-01-01}
                          csv: null
                          hubspot: {}
                        - name: crm
                          type: hubspot
                          hubspot: {api_key_env: CRM_KEY, resources: [contacts, deals]}
                        - name: help
                          type: zendesk
                          generic_config: {subdomain: acme, resources: [tickets]}
                        - name: app
                          type: postgres
                          generic_config: {credentials_env: APP_DB, schema: public, table_names: [users]}
                        - name: clicks
                          type: mongodb
                          generic_config: {connection_url_env: MONGO, database: prod, collection_names: [clicks]}
                        - name: api
                          type: rest_api
                          rest_api:
                            base_url: https://api.example.com
                            endpoints:
                            - {path: /v1/orders, name: orders, paginator: {type: cursor, cursor_path: meta.next}}
                        - name: plan
                          type: google_sheets
                          google_sheets: {spreadsheet_url_or_id: 1AbC, range_names: [Plan, Actuals]}
                        - name: own
                          type: dlt_native
                          dlt_native: {source_module: own, source_function: own_source}
                        - name: games
                          type: chess
                          generic_config: {players: [magnus]}
                        """);

        assertThat(file.problems()).isEmpty();
        assertThat(file.entries())
                .extracting(SourceEntry::name)
                .containsExactly(
                        "orders",
                        "exports",
                        "payments",
                        "crm",
                        "help",
                        "app",
                        "clicks",
                        "api",
                        "plan",
                        "own",
                        "games");
        SourceEntry payments = file.require("payments");
        assertThat(payments.type()).isEqualTo("stripe");
        assertThat(payments.enabled()).isFalse();
        assertThat(payments.description()).contains("Card payments");
        assertThat(payments.tags()).containsExactly("finance", "daily");
        assertThat(payments.lookbackDays()).hasValue(3);
        assertThat(payments.line()).isEqualTo(5);
        assertThat(payments.settings())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "stripe_secret_key_env", "PAY_KEY",
                                "endpoints", List.of("Charge"),
                                "start_date", "2025-01-01"));
        assertThat(file.require("help").settings())
                .isEqualTo(Map.of("subdomain", "acme", "resources", List.of("tickets")));
        assertThat(file.require("api").settings().get("endpoints"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "path", "/v1/orders",
                                        "name", "orders",
                                        "paginator",
                                                Map.of(
                                                        "type",
                                                        "cursor",
                                                        "cursor_path",
                                                        "meta.next"))));
    }

    @Test
    void readsWhatTheOriginalWritesWithAllDefaultsSpelledOut() {
        SourceEntry entry =
                read("""
                                sources:
                                - csv: null
                                  description: CSV Files - added via wizard
                                  enabled: true
                                  generic_config: null
                                  lookback_days: null
                                  name: Shop_Orders
                                  stripe:
                                    end_date: null
                                    endpoints: null
                                    stripe_secret_key_env: STRIPE_API_KEY
                                  tags: []
                                  type: stripe
                                version: '1.0'
                                """)
                        .entries()
                        .get(0);
        assertThat(entry.name()).isEqualTo("shop_orders");
        assertThat(entry.schema()).isEqualTo("raw_shop_orders");
        assertThat(entry.settings()).containsEntry("stripe_secret_key_env", "STRIPE_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing yet\n",
                "version: \"1.0\"\n",
                "version: 1.0\nsources:\n",
                "version: '1.0'\nsources: []\n",
                "sources: ~\n"
            })
    void knowsFilesWithoutSources(String text) {
        SourcesFile file = read(text);
        assertThat(file.entries()).isEmpty();
        assertThat(file.problems()).isEmpty();
    }

    @Test
    void takesAMissingFileForNoSources() throws Exception {
        Project project = TestProject.with(folder, "");
        Files.delete(project.sourcesFile());
        assertThat(SourcesFile.read(project).entries()).isEmpty();
    }

    @Test
    void keepsTextsThatOnlyLookLikeNumbersOrTruth() {
        Map<String, Object> settings =
                read(source(
                                "csv: {a: 0123, b: 12:30, c: 1.10, d: NO, e: +49, f: 7, g: 9999999999}"))
                        .require("shop")
                        .settings();
        assertThat(settings)
                .containsEntry("a", "0123")
                .containsEntry("b", "12:30")
                .containsEntry("d", "NO")
                .containsEntry("e", "+49")
                .containsEntry("f", 7)
                .containsEntry("g", 9999999999L);
        assertThat(settings.get("c")).hasToString("1.10");
    }

    @Test
    void understandsAnchorsAndMergeKeys() {
        SourcesFile file =
                read(
                        """
                        sources:
                        - &base
                          name: one
                          type: csv
                          enabled: off
                          csv: &where {directory: data}
                        - <<: *base
                          name: two
                          csv: {<<: *where, file_pattern: "*.tsv"}
                        """);
        assertThat(file.require("two").enabled()).isFalse();
        assertThat(file.require("two").settings())
                .isEqualTo(Map.of("directory", "data", "file_pattern", "*.tsv"));
    }

    @Test
    void saysLineAndColumnOfBadYaml() {
        assertThat(failure("version: \"1.0\"\nsources:\n  - name: a: b\n"))
                .startsWith(".dango/sources.yml is not valid YAML at line 3, column 12:");
        assertThat(failure("sources:\n  - name: \"open\n    type: csv\n"))
                .contains("at line 2, column 11");
        assertThat(failure("sources:\n\t- name: x\n")).contains("at line 2, column 1");
        assertThat(failure("a: 1\n---\nb: 2\n")).contains("at line 2, column 1");
        assertThat(failure("a: \u0001")).startsWith(".dango/sources.yml is not valid YAML");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: '2.0' | line 1, column 10: version 2.0 of this file is unknown",
                "version: 1 | version 1 of this file is unknown",
                "source: [] | unknown key \"source\"; did you mean \"sources\"?",
                "sources: csv | line 1, column 10: \"sources\" must be a list",
                "- name: x | must begin with the keys",
                "{sources: [], sources: []} | the key \"sources\" stands here twice"
            })
    void refusesTheWholeFile(String text, String expected) {
        assertThat(failure(text)).contains(expected);
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws Exception {
        Project project = TestProject.with(folder, "");
        Files.write(project.sourcesFile(), "# Köln".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SourcesFile.read(project))
                .hasMessageContaining("not a UTF-8 text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabeld: true | line 5, column 3: source \"shop\" has the unknown key \"enabeld\";"
                        + " did you mean \"enabled\"?",
                "colour: red | has the unknown key \"colour\".",
                "enabled: maybe | needs true or false for \"enabled\"",
                "tags: [[a]] | needs a list of words for \"tags\"",
                "lookback_days: -1 | needs a number of days",
                "lookback_days: soon | needs a number of days",
                "csv: data/orders | needs a mapping of settings under \"csv\"",
                "stripe: {endpoints: [Charge]} | has a block \"stripe\", but its type is csv",
                "description: [a] | needs a plain text for \"description\"",
                "name: twice | the key \"name\" stands here twice",
                "csv: {a: !secret x} | the tag !secret means nothing to Dango",
            })
    void saysWhatIsWrongWithAnEntry(String line, String expected) {
        assertThat(onlyProblem(source(line)))
                .startsWith(".dango/sources.yml, line ")
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: csv} | the source has no name",
                "{name: shop} | source \"shop\" has no type",
                "{name: 2shop, type: csv} | begins with a digit",
                "{name: 2, type: csv} | begins with a digit",
                "{name: my-shop, type: csv} | may consist of the letters a to z",
                "{name: größe, type: csv} | may consist of the letters a to z",
                "{name: [x], type: csv} | needs a plain text for \"name\"",
                "{name: shop, type: Google Sheets} | types are lower-case words",
                "csv | a source must be a mapping",
                "null | a source must be a mapping",
            })
    void saysWhatIsWrongWithNameOrType(String entry, String expected) {
        List<SourceProblem> problems = read("sources:\n- " + entry + "\n").problems();
        assertThat(problems).isNotEmpty();
        assertThat(problems.get(0).message()).contains(expected).contains("line 2, column");
    }

    @Test
    void refusesSettingsInTwoPlaces() {
        assertThat(onlyProblem(source("csv: {directory: a}\n  generic_config: {directory: b}")))
                .contains("has its settings in two places");
    }

    @Test
    void oneBadEntryLeavesTheOthersUsable() {
        SourcesFile file =
                read(
                        """
                        sources:
                        - {name: good, type: csv}
                        - {name: bad, type: csv, nonsense: 1}
                        - {name: _fine, type: csv}
                        """);
        assertThat(file.entries()).extracting(SourceEntry::name).containsExactly("good", "_fine");
        assertThat(file.problems()).extracting(SourceProblem::line).containsExactly(3);
        assertThatThrownBy(() -> file.require("bad"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("unknown key \"nonsense\"");
    }

    @Test
    void usesNoneOfTwoSourcesWithOneName() {
        SourcesFile file =
                read(
                        "sources:\n- {name: a, type: csv}\n- {name: b, type: csv}\n- {name: A, type: csv}\n");
        assertThat(file.entries()).extracting(SourceEntry::name).containsExactly("b");
        assertThat(file.problems())
                .singleElement()
                .satisfies(
                        problem ->
                                assertThat(problem.message())
                                        .contains("\"a\"")
                                        .contains("in lines 2 and 4"));
    }

    @Test
    void namesTheNearestSource() {
        SourcesFile file = read("sources:\n- {name: stripe_payments, type: stripe}\n");
        assertThat(file.find("STRIPE_payments")).isPresent();
        assertThatThrownBy(() -> file.require("stripe_payment"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> {
                            assertThat(e.getMessage())
                                    .isEqualTo(
                                            "Unknown source \"stripe_payment\"; did you mean"
                                                    + " \"stripe_payments\"?");
                            assertThat(e.hint()).contains("stripe_payments");
                        });
        assertThatThrownBy(() -> file.require("kafka")).hasMessage("Unknown source \"kafka\".");
    }

    @Test
    void validatesATextBeforeItIsSaved() {
        assertThat(SourcesFile.validate("sources:\n- {name: a, type: csv}\n")).isEmpty();
        assertThat(SourcesFile.validate("sources:\n- {name: a, typ: csv}\n")).hasSize(2);
        assertThat(SourcesFile.validate("sources: [")).singleElement().asString().contains("line");
    }
}
