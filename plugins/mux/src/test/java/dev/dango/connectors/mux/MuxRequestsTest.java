package dev.dango.connectors.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.MemorySink;
import dev.dango.testkit.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of Mux, by a fake that pages as Mux does. */
class MuxRequestsTest {

    private final FakeApi api = FakeApi.start();
    private final MuxSource source = new MuxSource();

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(Optional<LocalDate> start, String... resources) {
        MuxSource.Config config =
                new MuxSource.Config(
                        Secret.of(FakeMux.ID),
                        Secret.of(FakeMux.SECRET),
                        List.of(resources),
                        start,
                        Duration.ofHours(2),
                        api.url());
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    private MemoryRun run(String... resources) {
        return run(Optional.of(LocalDate.of(2026, 2, 27)), resources);
    }

    private List<Map<String, Object>> read(MemoryRun run) throws Exception {
        return run.read(source.resources(run).get(0));
    }

    @Test
    void readsAllAssetsByTheirCursor() throws Exception {
        new FakeMux(api, 100, 250, 0);

        assertThat(read(run("assets_resource"))).hasSize(250);
        assertThat(api.requests())
                .extracting(call -> call.query("limit"), call -> call.query("cursor"))
                .containsExactly(
                        tuple(Optional.of("100"), Optional.empty()),
                        tuple(Optional.of("100"), Optional.of("c100")),
                        tuple(Optional.of("100"), Optional.of("c200")));
    }

    @Test
    void aRepeatedCursorEndsInAnError() {
        new FakeMux(api, 100, 0, 0);
        api.get(
                "/video/v1/assets",
                call ->
                        Reply.json(
                                Map.of(
                                        "data",
                                        List.of(Map.of("id", api.requests().size())),
                                        "next_cursor",
                                        "again")));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> read(run("assets_resource")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.REMOTE);
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void pagesThroughTheViewsOfADay() throws Exception {
        FakeMux mux = new FakeMux(api, 100, 0, 0);
        for (int i = 0; i < 201; i++) {
            mux.views.add(FakeMux.view(i, Instant.parse("2026-02-27T10:00:00Z").plusSeconds(i)));
        }

        assertThat(read(run("views_resource"))).hasSize(201);
        assertThat(api.requests())
                .extracting(
                        call -> call.queries().get("timeframe[]"),
                        call -> call.query("page").orElse("1"))
                .containsExactly(
                        tuple(List.of("1772150400", "1772236800"), "1"),
                        tuple(List.of("1772150400", "1772236800"), "2"),
                        tuple(List.of("1772150400", "1772236800"), "3"),
                        tuple(List.of("1772150400", "1772236800"), "4"),
                        tuple(List.of("1772236800", "1772323200"), "1"),
                        tuple(List.of("1772323200", "1772366400"), "1"));
        assertThat(api.requests())
                .allMatch(call -> call.query("order_direction").equals(Optional.of("asc")));
    }

    @Test
    void readsAllViewsWherePagesHoldLessThanWasAskedFor() throws Exception {
        FakeMux mux = new FakeMux(api, 40, 0, 0);
        for (int i = 0; i < 100; i++) {
            mux.views.add(FakeMux.view(i, Instant.parse("2026-02-27T10:00:00Z").plusSeconds(i)));
        }

        assertThat(read(run("views_resource"))).hasSize(100);
    }

    @Test
    void goesOnAtThePositionHoweverLongAgo() throws Exception {
        new FakeMux(api, 100, 0, 0);

        read(run(Optional.empty(), "views_resource").position("whole", "2026-01-20T00:00:00Z"));

        assertThat(api.requests().get(0).queries().get("timeframe[]"))
                .as("thirty days are for the first load only")
                .startsWith(Long.toString(Instant.parse("2026-01-20T00:00:00Z").getEpochSecond()));
    }

    @Test
    void theFirstLoadGoesBackThirtyDays() throws Exception {
        FakeMux mux = new FakeMux(api, 100, 0, 0);
        mux.views.add(FakeMux.view(1, Instant.parse("2026-01-30T10:00:00Z")));
        MemoryRun run = run(Optional.empty(), "views_resource");

        run.read(source.resources(run).get(0), new MemorySink().limit(1));

        assertThat(api.requests())
                .singleElement()
                .extracting(call -> call.queries().get("timeframe[]"))
                .isEqualTo(List.of("1769731200", "1769817600"));
    }

    @Test
    void readsEachNewViewInFull() throws Exception {
        FakeMux mux = new FakeMux(api, 100, 0, 0);
        mux.views.add(FakeMux.view(1, Instant.parse("2026-02-27T10:00:00Z")));
        mux.views.add(FakeMux.view(2, Instant.parse("2026-03-01T10:00:00Z")));

        List<Map<String, Object>> views =
                read(run("video_views").position("whole", "2026-03-01T09:00:00Z"));

        assertThat(views).extracting(view -> view.get("id")).containsExactly("view2");
        assertThat(views.get(0))
                .containsEntry("city", "Bern")
                .containsEntry("_views_view_end", "2026-03-01T10:00:00Z");
    }

    @Test
    void countsDeliveryByDays() throws Exception {
        new FakeMux(api, 100, 0, 0);

        assertThat(read(run("delivery_usage")))
                .extracting(row -> row.get("day"), row -> row.get("asset_id"))
                .containsExactly(
                        tuple(Instant.parse("2026-02-27T00:00:00Z"), "asset1"),
                        tuple(Instant.parse("2026-02-28T00:00:00Z"), "asset1"));
        assertThat(api.requests().get(1).queries().get("timeframe[]"))
                .as("what is not counted yet is left for the next run")
                .containsExactly(
                        "1772236800",
                        Long.toString(Instant.parse("2026-02-28T23:00:00Z").getEpochSecond()));
    }

    @Test
    void aRefusedTokenIsNamed() {
        new FakeMux(api, 100, 0, 0);
        api.requireHeader("Authorization", "x", FakeMux.error(401, "unauthorized", "Unauthorized"));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> source.check(run()));

        assertThat(failure.kind()).isEqualTo(ErrorKind.AUTH);
        assertThat(failure).hasMessageEndingWith("was answered with 401: Unauthorized.");
        assertThat(failure.hint()).contains("one environment only");
    }

    @Test
    void everyTableAsksAsMuxsDocumentSays() throws Exception {
        new FakeMux(api, 100, 3, 5);
        readEverything();

        assertThat(api.requests())
                .extracting(Call::path)
                .contains(
                        "/video/v1/assets",
                        "/video/v1/live-streams",
                        "/video/v1/uploads",
                        "/video/v1/playback-restrictions",
                        "/video/v1/transcription-vocabularies",
                        "/video/v1/delivery-usage",
                        "/data/v1/video-views",
                        "/data/v1/video-views/view5",
                        "/data/v1/incidents",
                        "/system/v1/signing-keys");
    }

    private void readEverything() throws Exception {
        Optional<LocalDate> start = Optional.of(LocalDate.of(2026, 2, 28));
        List<String> names = source.choices("resources", run());
        try (MemoryRun all = run(start, names.toArray(String[]::new))) {
            for (Resource resource : source.resources(all)) {
                assertThat(all.read(resource)).as(resource.spec().name()).isNotEmpty();
            }
        }
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document = ApiDocument.openApi("mux/apis-guru/mux.com.json");
        new FakeMux(api, 2, 3, 5);
        readEverything();

        document.except("'cursor'", "assets have cursors since April 2025: mux.com/docs/changelog")
                .allows(api.requests());
    }
}
