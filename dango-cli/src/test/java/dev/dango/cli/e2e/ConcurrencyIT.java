package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.dist.Script.Outcome;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Many processes at one project: they take turns, in order, and say for whom they wait. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class ConcurrencyIT {

    private static final int MANY = 20;
    private static final List<String> PLACES =
            List.of(
                    "next", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
                    "ninth", "tenth");
    private static final Pattern PLACE = Pattern.compile("; (?:number )?(\\w+) in line");

    @TempDir Path folder;
    private Product product;

    @BeforeEach
    void init() throws Exception {
        product = Product.withProject(folder);
    }

    private void sourcesOfFiles(int count) {
        StringBuilder sources = new StringBuilder();
        for (int source = 0; source < count; source++) {
            StringBuilder rows = new StringBuilder("id,name\n");
            for (int i = 0; i < 1_000; i++) {
                rows.append(i).append(",name ").append(i).append('\n');
            }
            product.write("files/s%1$d/t%1$d.csv".formatted(source), rows.toString());
            sources.append(
                    "- {name: s%1$d, type: csv, csv: {directory: files/s%1$d}}\n"
                            .formatted(source));
        }
        product.sources(sources.toString());
    }

    private static int place(RunningProduct waiting) {
        Matcher matcher = PLACE.matcher(waiting.firstPrinted(" in line"));
        assertThat(matcher.find()).isTrue();
        int word = PLACES.indexOf(matcher.group(1));
        return word >= 0 ? word + 1 : Integer.parseInt(matcher.group(1));
    }

    private static void closeAll(List<RunningProduct> running) {
        running.forEach(RunningProduct::close);
    }

    /** Starts a process whose requests can be told from those of others. */
    private RunningProduct startAs(String key) throws Exception {
        return product.with("STRIPE_API_KEY", key).start("sync", "--json");
    }

    @Test
    void twentyAtOneSourceGoOneAfterTheOtherInTheOrderInWhichTheyCame() throws Exception {
        FakeListing charges = new FakeListing(List.of());
        Set<String> order = Collections.synchronizedSet(new LinkedHashSet<>());
        CountDownLatch go = new CountDownLatch(1);
        List<RunningProduct> running = new ArrayList<>();
        try (FakeApi api = FakeApi.start()) {
            api.get("/v1/charges", call -> oneMore(charges, order, go, call));
            product.sources(
                    """
                    - name: payments
                      type: stripe
                      stripe:
                        stripe_secret_key_env: STRIPE_API_KEY
                        resources: [charges]
                        base_url: %s/v1
                    """
                            .formatted(api.url()));
            running.add(startAs("key-0"));
            api.awaitRequest("/v1/charges");
            for (int i = 1; i < MANY; i++) {
                running.add(startAs("key-" + i));
            }

            String holder =
                    "its turn: the source is in use by process %d (syncing payments, since "
                            .formatted(running.get(0).pid());
            Map<Integer, String> line = new TreeMap<>();
            for (int i = 1; i < MANY; i++) {
                assertThat(running.get(i).prints(holder)).isTrue();
                line.put(place(running.get(i)), "Bearer key-" + i);
            }
            assertThat(line).as("everybody has a place of its own").hasSize(MANY - 1);
            int killed = MANY / 2;
            running.remove(killed).close();
            line.remove(place(killed, line));
            go.countDown();

            for (RunningProduct one : running) {
                Outcome outcome = one.finish();
                assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            }
            assertThat(order)
                    .startsWith("Bearer key-0")
                    .containsSubsequence(line.values())
                    .hasSize(MANY - 1);
        } finally {
            closeAll(running);
        }
        assertThat(product.query("SELECT count(*), count(DISTINCT id) FROM raw_payments.charges"))
                .containsExactly("%1$d|%1$d".formatted(MANY - 1));
        assertThat(
                        product.query(
                                "SELECT count(*), count(DISTINCT load_id) FROM raw_payments._dlt_loads"))
                .containsExactly("%1$d|%1$d".formatted(MANY - 1));
        assertThat(product.hasLeftovers("payments")).isFalse();
    }

    private static Integer place(int process, Map<Integer, String> line) {
        return line.entrySet().stream()
                .filter(entry -> entry.getValue().equals("Bearer key-" + process))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** Has a new charge for every process that asks. */
    private static Reply oneMore(
            FakeListing charges, Set<String> order, CountDownLatch go, Call call)
            throws InterruptedException {
        if (order.add(call.header("authorization").orElseThrow())) {
            int number = order.size();
            charges.addFirst(
                    Map.of("id", "ch_" + number, "created", 1_700_000_000L + 60L * number));
        }
        go.await();
        long from = call.query("created[gte]").map(Long::parseLong).orElse(0L);
        return charges.where(charge -> ((Number) charge.get("created")).longValue() >= from)
                .afterId(call);
    }

    @Test
    void twentyAtOneWarehouseWaitForItsReaderAndForEachOther() throws Exception {
        sourcesOfFiles(MANY + 1);
        product.sync("s" + MANY);
        List<RunningProduct> running = new ArrayList<>();
        try {
            try (Connection notebook =
                    DriverManager.getConnection(
                            "jdbc:duckdb:" + product.warehouse() + ";access_mode=read_only")) {
                running.add(product.start("sync", "s0", "--json"));
                assertThat(running.get(0).prints(reader()))
                        .as("it says who has the warehouse open")
                        .isTrue();
                for (int i = 1; i < MANY; i++) {
                    running.add(product.start("sync", "s" + i, "--json"));
                }
                String holder =
                        "the warehouse, in use by process %d (syncing s0, since "
                                .formatted(running.get(0).pid());
                for (int i = 1; i < MANY; i++) {
                    assertThat(running.get(i).prints(holder)).isTrue();
                }
                assertThat(notebook.isClosed()).isFalse();
            }
            for (RunningProduct one : running) {
                Outcome outcome = one.finish();
                assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            }
        } finally {
            closeAll(running);
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(
                            product.query(
                                    "SELECT count(*), count(DISTINCT id) FROM raw_s%1$d.s%1$d"
                                            .formatted(i)))
                    .containsExactly("1000|1000");
        }
    }

    private static String reader() {
        return "java (process %d), which has the warehouse open"
                .formatted(ProcessHandle.current().pid());
    }

    @Test
    void peopleReadForWhomASyncWaits() throws Exception {
        sourcesOfFiles(2);
        product.sync("s0");
        try (RunningProduct sync = holding(() -> product.start("sync", "s1"))) {
            assertThat(sync.finish().exitCode()).isZero();
        }
        assertThat(product.query("SELECT count(*) FROM raw_s1.s1")).containsExactly("1000");
    }

    private interface Start {
        RunningProduct now() throws Exception;
    }

    /** Keeps the warehouse open, as a notebook would, until the sync has said that it waits. */
    private RunningProduct holding(Start sync) throws Exception {
        try (Connection notebook =
                DriverManager.getConnection(
                        "jdbc:duckdb:" + product.warehouse() + ";access_mode=read_only")) {
            RunningProduct running = sync.now();
            assertThat(running.says("s1: waiting: " + reader())).isTrue();
            assertThat(notebook.isClosed()).isFalse();
            return running;
        }
    }
}
