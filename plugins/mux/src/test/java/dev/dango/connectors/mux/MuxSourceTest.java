package dev.dango.connectors.mux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Source;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mux from its listings to the warehouse's tables. */
class MuxSourceTest extends HttpSourceContract {

    private FakeMux mux;

    @BeforeEach
    void answer() {
        mux = new FakeMux(api, 100, 3, 5);
    }

    @Override
    protected Source source() {
        return new MuxSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("access_token", FakeMux.ID);
        settings.put("secret_key", FakeMux.SECRET);
        settings.put("base_url", api.url());
        settings.put("resources", List.of("assets_resource", "views_resource"));
        settings.put("start_date", "2026-02-27");
        settings.put("lookback", "2h");
        settings.putAll(more);
        return settings;
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SCHEMA, SLICES, DELETES -> false;
            default -> true;
        };
    }

    @Override
    protected String pathOfRecords() {
        return "/data/v1/video-views";
    }

    @Override
    protected void addRecord() {
        mux.views.add(FakeMux.view(99, Instant.parse("2026-02-28T10:00:00Z")));
    }

    @Test
    void asksForTheViewsSinceTheLastRun() {
        TestProject project = project();
        syncWell(project);
        assertThat(api.requests("/data/v1/video-views")).as("one a day").hasSize(3);

        addRecord();
        syncWell(project);
        api.clearRequests();
        mux.views.add(FakeMux.view(100, Instant.parse("2026-02-28T09:00:00Z")));
        syncWell(project);

        assertThat(api.requests("/data/v1/video-views")).hasSize(2);
        assertThat(project.query("SELECT count(*), count(DISTINCT id) FROM views_resource"))
                .as("a view that comes late is found within the lookback")
                .containsExactly("7|7");
    }

    @Test
    void deletedAssetsGo() {
        TestProject project = project();
        syncWell(project);
        mux = new FakeMux(api, 100, 2, 5);
        syncWell(project);

        assertThat(project.query("SELECT id FROM assets_resource ORDER BY id"))
                .containsExactly("asset1", "asset2");
        assertThat(project.query("SELECT count(*) FROM assets_resource__playback_ids"))
                .containsExactly("2");
    }

    @Test
    void takesTheOriginalsSettings() {
        TestProject project = project();
        syncWell(
                project.settings(
                        Map.of(
                                "mux_api_access_token",
                                FakeMux.ID,
                                "mux_api_secret_key",
                                FakeMux.SECRET,
                                "start_date",
                                "2026-02-28",
                                "base_url",
                                api.url())));

        assertThat(project.query("SELECT count(*) FROM views_resource")).containsExactly("2");
        assertThat(project.query("SELECT count(*) FROM live_streams")).containsExactly("1");
    }
}
