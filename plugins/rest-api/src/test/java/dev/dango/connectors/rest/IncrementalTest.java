package dev.dango.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import dev.dango.testkit.TestProject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an API is asked for, at first and from a position on. */
class IncrementalTest extends RestTesting {

    @BeforeEach
    void answer() {
        api.get("/items", call -> Reply.json(List.of()));
    }

    private static String items(String incremental) {
        return "{base_url: BASE, endpoints: [{path: items, incremental: {cursor_path: at, start_param:"
                + " since, "
                + incremental
                + "}}]}";
    }

    private CursorSpec cursor(String incremental) throws Exception {
        try (MemoryRun run = run(items(incremental))) {
            return resources(run).get(0).spec().cursor().orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "initial_value: 2024-01-02 | 2024-01-02 | 2026-02-03",
                "initial_value: '2024-01-02T03:04:05Z' | 2024-01-02T03:04:05Z | 2026-02-03T04:05:06Z",
                "initial_value: '2024-01-02T03:04:05.000Z' | 2024-01-02T03:04:05.000Z | 2026-02-03T04:05:06.789Z",
                "initial_value: '2024-01-02T03:04:05' | 2024-01-02T03:04:05 | 2026-02-03T04:05:06",
                "initial_value: '2024-01-02 03:04:05' | 2024-01-02 03:04:05 | 2026-02-03 04:05:06",
                "initial_value: '2024-01-02T03:04:05+00:00' | 2024-01-02T03:04:05+00:00 | 2026-02-03T04:05:06+00:00",
                "initial_value: '2024-01-02T03:04:05+0200' | 2024-01-02T03:04:05+0200 | 2026-02-03T06:05:06+0200",
                "initial_value: 2024-01-02, convert: epoch | 1704153600 | 1770091506",
                "initial_value: 2024-01-02, convert: epoch_ms | 1704153600000 | 1770091506789",
                "initial_value: 1704153600, convert: iso | 2024-01-02T00:00:00Z | 2026-02-03T04:05:06.789Z",
                "initial_value: '2024-01-02T03:04:05Z', transform: date | 2024-01-02 | 2026-02-03",
                "initial_value: 1704153600, cursor_type: timestamp | 1704153600 | 1770091506",
                "cursor_type: timestamp | - | 2026-02-03T04:05:06.789Z",
            })
    void sendsTimesInTheWayTheyWereWritten(String settings, String first, String second)
            throws Exception {
        for (String position : List.of("", "2026-02-03T04:05:06.789Z")) {
            try (MemoryRun run = run(items(settings))) {
                if (!position.isEmpty()) {
                    run.position("whole", position);
                }
                run.read(resources(run).get(0));
            }
        }

        assertThat(sent("since")).containsExactly(first, second);
    }

    @Test
    void knowsWhatACursorIsOver() throws Exception {
        assertThat(cursor("initial_value: 7, lag: 2").kind()).isEqualTo(CursorSpec.Kind.NUMBER);
        assertThat(cursor("initial_value: 7, lag: 2").lagNumber()).isEqualTo(2);
        assertThat(cursor("initial_value: a7").kind()).isEqualTo(CursorSpec.Kind.TEXT);
        assertThat(cursor("initial_value: '2024-01-01', lag: 2").lag())
                .isEqualTo(Duration.ofDays(2));
        assertThat(cursor("initial_value: '2024-01-01T00:00:00Z', lag: 2").lag())
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(cursor("row_order: desc").order()).isEqualTo(CursorSpec.Order.DESCENDING);
        assertThat(cursor("row_order: asc").kind()).isEqualTo(CursorSpec.Kind.TIMESTAMP);
    }

    @Test
    void whatIsCalledAnIdIsANumber() throws Exception {
        String settings =
                "{base_url: BASE, endpoints: [{path: a, incremental: {cursor_path: order.item_id}}]}";
        try (MemoryRun run = run(settings)) {
            CursorSpec cursor = resources(run).get(0).spec().cursor().orElseThrow();
            assertThat(cursor.kind()).isEqualTo(CursorSpec.Kind.NUMBER);
            assertThat(cursor.column()).isEqualTo("order.item_id");
        }
    }

    @Test
    void textsAreSentAsTheyAre() throws Exception {
        try (MemoryRun run = run(items("initial_value: a7")).position("whole", "b9")) {
            run.read(resources(run).get(0));
        }

        assertThat(sent("since")).containsExactly("b9");
    }

    @Test
    void theEndIsTheEarlierOfTheConfiguredAndTheUsers() {
        api.get(
                "/items",
                call -> Reply.json(List.of(Map.of("id", 1, "at", "2024-02-03T00:00:00Z"))));
        TestProject project =
                project(
                        items(
                                "initial_value: 2024-01-01, end_value: 2024-03-01, end_param: until"));

        sync(project);
        project.sync(
                SyncOptions.DEFAULT.between(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 2, 20)));

        assertThat(sent("since")).containsExactly("2024-01-01", "2024-02-01");
        assertThat(sent("until").get(0)).isEqualTo("2024-03-01");
        assertThat(sent("until").get(1)).startsWith("2024-02-2");
    }

    @Test
    void placeholdersStandAnywhere() throws Exception {
        api.get("/days/2024-01-02/all", call -> Reply.json(List.of()));
        read(
                """
                {base_url: BASE, endpoints: [{path: "days/{incremental.start_value}/all", name: days,
                  params: {q: "at >= {incremental.last_value}", "{incremental.initial_value}": x},
                  headers: {X-Since: "{incremental.start_value}"},
                  incremental: {cursor_path: at, initial_value: 2024-01-02}}]}
                """);

        assertThat(sent("q")).containsExactly("at >= 2024-01-02");
        assertThat(sent("2024-01-02")).containsExactly("x");
        assertThat(api.requests().get(0).header("X-Since")).contains("2024-01-02");
    }

    @Test
    void childrenHavePositionsOfTheirOwn() {
        api.get("/repos", call -> Reply.json(List.of(Map.of("id", "a"), Map.of("id", "b"))));
        api.get(
                "/repos/{id}/issues",
                call ->
                        Reply.json(
                                List.of(
                                        Map.of(
                                                "id", call.variable("id").equals("a") ? 10 : 20,
                                                "n", call.variable("id").equals("a") ? 3 : 8))));
        TestProject project =
                project(
                        """
                        {base_url: BASE, endpoints: [{path: repos}, {name: issues,
                          path: "repos/{resources.repos.id}/issues",
                          incremental: {cursor_path: n, initial_value: 0, start_param: since}}]}
                        """);

        sync(project);
        api.clearRequests();
        sync(project);

        assertThat(api.requests("/repos/a/issues").get(0).query("since")).contains("3");
        assertThat(api.requests("/repos/b/issues").get(0).query("since")).contains("8");
    }

    @Test
    void offersTheNamesOfTheResources() throws Exception {
        try (MemoryRun run =
                run("{base_url: BASE, endpoints: [{path: items}, {path: v1/others}]}")) {
            assertThat(new RestApiSource().choices("resources", run))
                    .containsExactly("items", "v1_others");
        }
    }
}
