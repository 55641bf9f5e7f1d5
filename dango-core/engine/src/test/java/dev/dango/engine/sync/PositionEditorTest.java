package dev.dango.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dango.engine.TestProject;
import dev.dango.engine.load.Position;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionEditorTest {

    private static final PositionRequest RESET =
            new PositionRequest(Optional.empty(), Optional.empty(), Optional.empty(), false);

    @TempDir Path folder;
    private TestProject project;
    private final List<String> begins = new ArrayList<>();

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private PositionEditor editor() {
        return project.dango()
                .positions(project.entry(), SyncListener.NONE, new CancellationSource());
    }

    private Resource orders() {
        return Resource.of(
                ResourceSpec.named("orders").primaryKey("id").cursor(CursorSpec.timestamp("at")),
                (slice, context, out) -> {
                    begins.add(context.cursor().position().orElse("the start"));
                    for (int i = 1; i <= 9; i++) {
                        out.row(Map.of("id", i, "at", "2024-03-0%dT12:00:00Z".formatted(i)));
                    }
                });
    }

    private static Resource events() {
        return Resource.of(
                ResourceSpec.named("Events").cursor(CursorSpec.number("n")),
                (slice, context, out) -> {
                    for (int n = 1; n <= 3; n++) {
                        out.row(Map.of("n", n));
                    }
                });
    }

    private static Resource topic() {
        return Resource.of(
                ResourceSpec.named("topic").primaryKey("id").cursor(CursorSpec.opaque()),
                (slice, context, out) -> {
                    out.row(Map.of("id", 1));
                    context.cursor().advanceTo("17");
                });
    }

    private void sync() {
        assertThat(project.sync().failures()).isEmpty();
    }

    private static PositionRequest to(String table, String value) {
        return new PositionRequest(
                Optional.ofNullable(table), Optional.empty(), Optional.of(value), false);
    }

    private static PositionRequest reset(String table, boolean force) {
        return new PositionRequest(Optional.of(table), Optional.empty(), Optional.empty(), force);
    }

    @Test
    void showsWhereTheSourceStands() {
        assertThat(editor().positions(Optional.empty())).isEmpty();
        assertThatThrownBy(() -> editor().plan(RESET)).hasMessageContaining("has no positions");

        project.offering(orders(), events());
        String load = project.sync().loadId().orElseThrow();

        assertThat(editor().positions(Optional.empty()))
                .extracting(Position::resource, Position::position, Position::loadId)
                .containsExactly(
                        tuple("Events", "3", load), tuple("orders", "2024-03-09T12:00:00Z", load));
        assertThat(editor().positions(Optional.of("events"))).hasSize(1);
        assertThatThrownBy(() -> editor().positions(Optional.of("order")))
                .hasMessageContaining("did you mean \"orders\"?");
    }

    @Test
    void aResetHasTheNextSyncReadFromTheStart() {
        project.offering(orders());
        sync();

        assertThat(editor().plan(RESET).changes()).hasSize(1);
        assertThat(editor().positions(Optional.empty())).hasSize(1);
        editor().apply(RESET);
        assertThat(editor().positions(Optional.empty())).isEmpty();

        sync();
        assertThat(begins).containsExactly("the start", "the start");
        assertThat(project.query("SELECT count(*) FROM orders")).containsExactly("9");
    }

    @Test
    void aRewindGoesBackAndNeverForward() {
        project.offering(orders());
        sync();

        editor().apply(to("orders", "2024-03-05"));
        assertThat(editor().positions(Optional.empty()))
                .extracting(Position::position, Position::loadId)
                .containsExactly(tuple("2024-03-05T00:00:00Z", Position.REWOUND));
        assertThatThrownBy(() -> editor().apply(to("orders", "2024-03-05T02:00:00+02:00")))
                .hasMessageContaining("which is not after 2024-03-05T00:00:00Z");
        assertThatThrownBy(() -> editor().apply(to("orders", "2024-03-06")))
                .hasMessageContaining("is not after");
        assertThatThrownBy(() -> editor().apply(to("orders", "yesterday")))
                .hasMessageContaining("points in time, and \"yesterday\" is none");

        sync();
        assertThat(begins).containsExactly("the start", "2024-03-05T00:00:00Z");
        assertThat(project.query("SELECT count(*) FROM orders")).containsExactly("9");
        assertThat(editor().positions(Optional.empty()).get(0).position())
                .isEqualTo("2024-03-09T12:00:00Z");
    }

    @Test
    void whatWouldBringRowsTwiceIsRefusedUnlessForced() {
        project.offering(events());
        sync();

        for (PositionRequest request : List.of(RESET, to("events", "1"))) {
            assertThatThrownBy(() -> editor().apply(request))
                    .hasMessageContaining("Events only adds rows")
                    .extracting(e -> ((SourceException) e).hint())
                    .asString()
                    .contains("dango sync s --full-refresh");
        }
        assertThat(editor().positions(Optional.empty()).get(0).position()).isEqualTo("3");

        editor().apply(reset("Events", true));
        sync();
        assertThat(project.query("SELECT count(*) FROM events")).containsExactly("6");
    }

    @Test
    void anOpaquePositionIsResetButNotSetBack() {
        project.offering(topic(), orders());
        sync();

        assertThatThrownBy(() -> editor().apply(to("topic", "3")))
                .hasMessageContaining("only the connector understands the position of topic");
        PositionPlan plan = editor().apply(to(null, "2024-03-01"));
        assertThat(plan.changes()).hasSize(1);
        assertThat(plan.notes()).singleElement().asString().contains("topic");
        editor().apply(reset("topic", false));
        assertThat(editor().positions(Optional.empty()))
                .extracting(Position::resource)
                .containsExactly("orders");
    }

    @Test
    void nothingChangesWhileSomethingWaitsToBeLoaded() throws IOException {
        project.offering(orders());
        sync();
        Files.createDirectories(project.project().loads().resolve("s").resolve("1.5"));

        assertThatThrownBy(() -> editor().apply(RESET)).hasMessageContaining("waits to be loaded");
        assertThat(editor().positions(Optional.empty())).hasSize(1);
    }
}
