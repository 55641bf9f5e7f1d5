package dev.dango.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.view.LiveProgress.Extent;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SyncProgress progress = new SyncProgress(nanos::get);
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private String taken() {
        String text = shown.toString(StandardCharsets.UTF_8);
        shown.reset();
        return text;
    }

    private void finish(String source) {
        progress.sourceFinished(
                new SourceReport(
                        source,
                        "shop",
                        "raw_" + source,
                        Status.OK,
                        Optional.empty(),
                        Instant.EPOCH,
                        Duration.ofMillis(2500),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void redrawsItsLinesInPlace() {
        LiveProgress live = new LiveProgress(progress, out, Style.PLAIN, () -> new Extent(80, 24));
        live.show();
        assertThat(taken()).isEmpty();

        progress.sourceStarted("web");
        live.show();
        assertThat(taken()).contains("web").contains("starting").endsWith("\u001b[K\n\u001b[J");

        progress.progress("web", "orders", 0, 0, 3);
        progress.progress("web", "customers", 0, 0, 1);
        pass(Duration.ofSeconds(2));
        progress.progress("web", "orders", 3000, 1, 3);
        progress.waiting("web", "orders", "12 s, 429 from api.shop.example");
        live.show();
        assertThat(taken())
                .startsWith("\u001b[1A\r")
                .contains("web.orders     3,000 rows  1,500/s  1 of 3 parts, waiting: 12 s, 429")
                .contains("web.customers      0 rows");

        finish("web");
        live.show();
        assertThat(taken()).startsWith("\u001b[2A\r✓ web: 0 rows in 2.5 s\u001b[K\n\u001b[J");
        live.close();
        assertThat(taken()).isEmpty();
    }

    @Test
    void neverDrawsMoreThanFits() {
        LiveProgress live = new LiveProgress(progress, out, Style.PLAIN, () -> new Extent(30, 5));
        for (int i = 0; i < 10; i++) {
            progress.progress("web", "a_table_with_a_long_name_" + i, 1_000_000, 0, 1);
        }
        live.show();

        List<String> lines = taken().replaceAll("\u001b\\[[KJ]", "").lines().toList();
        assertThat(lines).hasSize(4).allMatch(line -> line.length() < 30);
        assertThat(lines.get(3)).isEqualTo("  and 7 more");
    }

    @Test
    void aWaitStandsUntilRowsComeAgain() {
        PlainProgress plain = new PlainProgress(progress, out, Style.PLAIN);
        progress.progress("web", "orders", 5, 0, 1);
        progress.waiting("web", "orders", "for a while");
        progress.progress("web", "orders", 5, 0, 1);
        plain.show();
        assertThat(taken()).isEqualTo("web.orders: 5 rows, waiting: for a while\n");

        progress.progress("web", "orders", 6, 0, 1);
        plain.show();
        assertThat(taken()).isEqualTo("web.orders: 6 rows\n");
    }

    @Test
    void plainProgressRepeatsNothing() {
        PlainProgress plain = new PlainProgress(progress, out, Style.PLAIN);
        progress.progress("web", "orders", 5, 0, 1);
        plain.show();
        plain.show();
        progress.warning("web", "a sheet was skipped");
        finish("web");
        plain.close();

        assertThat(taken())
                .isEqualTo(
                        """
                        web.orders: 5 rows
                        ! web: a sheet was skipped
                        ✓ web: 0 rows in 2.5 s
                        """);
    }
}
