package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several services in one sync, of which one has had enough for now. */
class SideBySideIT {

    @TempDir Path folder;

    private final FakeApi api = FakeApi.start();
    private final AtomicBoolean enough = new AtomicBoolean(true);
    private Product product;

    @BeforeEach
    void configure() throws Exception {
        product =
                Product.withProject(folder)
                        .with("MUX_ID", "id")
                        .with("MUX_SECRET", "secret")
                        .with("WORKABLE_TOKEN", "token");
        product.sources(
                """
                - name: games
                  type: chess
                  chess: {players: [ada], resources: [players_profiles], base_url: "%1$s/pub"}
                - name: videos
                  type: mux
                  mux:
                    access_token_env: MUX_ID
                    secret_key_env: MUX_SECRET
                    resources: [live_streams]
                    base_url: "%1$s"
                - name: hiring
                  type: workable
                  workable:
                    access_token_env: WORKABLE_TOKEN
                    subdomain: acme
                    resources: [members]
                    base_url: "%1$s/spi/v3"
                """
                        .formatted(api.url()));
        api.get(
                "/pub/player/{player}",
                call -> Reply.json(Map.of("player_id", 7, "username", "ada")));
        api.get(
                "/spi/v3/members",
                call -> Reply.json(Map.of("members", List.of(Map.of("id", "m1")))));
        api.get("/video/v1/live-streams", this::streams);
    }

    private Reply streams(Call call) {
        if (enough.get()) {
            return Reply.status(429).header("Retry-After", "1");
        }
        return Reply.json(
                Map.of(
                        "data",
                        call.number("page", 1) == 1 ? List.of(Map.of("id", "s1")) : List.of()));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void oneThatWaitsForItsLimitHoldsUpNoOther() throws Exception {
        try (RunningProduct sync = product.start("sync", "--json")) {
            assertThat(sync.prints("\"source_finished\",\"source\":\"games\"")).isTrue();
            assertThat(sync.prints("\"source_finished\",\"source\":\"hiring\"")).isTrue();
            enough.set(false);
            assertThat(sync.prints("\"source_finished\",\"source\":\"videos\"")).isTrue();
            assertThat(sync.prints("\"exit_code\":0")).isTrue();
        }
        assertThat(
                        product.query(
                                """
                                SELECT username FROM raw_games.players_profiles
                                UNION ALL SELECT id FROM raw_hiring.members
                                UNION ALL SELECT id FROM raw_videos.live_streams
                                """))
                .containsExactlyInAnyOrder("ada", "m1", "s1");
    }
}
