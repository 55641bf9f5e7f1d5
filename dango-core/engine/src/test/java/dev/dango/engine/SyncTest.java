package dev.dango.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncListener;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncTest {

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private static Resource json(ResourceSpec spec, String json) {
        byte[] utf8 = json.getBytes(UTF_8);
        return Resource.of(spec, (slice, context, out) -> out.json(utf8, 0, utf8.length));
    }

    private SourceReport ok() {
        SourceReport report = project.sync();
        assertThat(report.failures()).isEmpty();
        assertThat(report.status()).isEqualTo(Status.OK);
        return report;
    }

    @Test
    void fieldsMeetInAColumnOnlyWithinOneKindOfRecord() {
        byte[] object = "{\"meta\":{\"key\":\"a\"}}".getBytes(UTF_8);
        ResourceSpec spec = ResourceSpec.named("t").mode(WriteMode.APPEND);
        project.offering(
                Resource.of(
                        spec,
                        (slice, context, out) -> {
                            out.json(object, 0, object.length);
                            out.rows(TableSchema.empty().with("meta__key", DataType.TEXT))
                                    .set(0, "b")
                                    .endRow();
                        }));
        assertThat(ok().warnings()).isEmpty();
        assertThat(project.query("SELECT meta__key FROM t ORDER BY 1")).containsExactly("a", "b");

        TableSchema alike =
                TableSchema.empty().with("Key", DataType.TEXT).with("key", DataType.TEXT);
        project.offering(
                Resource.of(spec, (slice, context, out) -> out.rows(alike).set(1, "c").endRow()));
        assertThat(ok().warnings()).singleElement().asString().contains("\"Key\" and \"key\"");
    }

    @Test
    void everyTypeOfValueArrives() {
        TableSchema schema =
                TableSchema.empty()
                        .with("i", DataType.INTEGER)
                        .with("d", DataType.DOUBLE)
                        .with("b", DataType.BOOLEAN)
                        .with("t", DataType.TEXT)
                        .with("bin", DataType.BINARY)
                        .withDecimal("dec", 18, 2)
                        .with("day", DataType.DATE)
                        .with("time", DataType.TIME)
                        .with("ts", DataType.TIMESTAMP)
                        .with("local", DataType.LOCAL_TIMESTAMP)
                        .with("j", DataType.JSON);
        project.offering(
                Resource.of(
                        ResourceSpec.named("t"),
                        (slice, context, out) -> {
                            var rows = out.rows(schema);
                            rows.set(0, Long.MIN_VALUE)
                                    .set(1, 0.1)
                                    .set(2, true)
                                    .set(3, "ü😀\u0000")
                                    .set(4, new byte[] {0, 1, -1})
                                    .set(5, new BigDecimal("-12.50"))
                                    .set(6, LocalDate.of(1969, 12, 31))
                                    .set(7, LocalTime.of(1, 2, 3, 4000))
                                    .set(8, Instant.parse("1960-01-01T00:00:00.000001Z"))
                                    .set(9, LocalDateTime.of(2024, 1, 2, 3, 4, 5))
                                    .set(10, "{\"a\":[1]}")
                                    .endRow();
                            rows.endRow();
                        }));
        ok();
        assertThat(
                        project.query(
                                "SELECT * EXCLUDE (_dlt_load_id, _dlt_id, bin) REPLACE (ts::VARCHAR AS ts), hex(bin) FROM t"))
                .containsExactly(
                        Long.MIN_VALUE
                                + "|0.1|true|ü😀\u0000|-12.50|1969-12-31|01:02:03.000004|1960-01-01 00:00:00.000001+00|2024-01-02 03:04:05.0|{\"a\":[1]}|0001FF",
                        "null|null|null|null|null|null|null|null|null|null|null");
    }

    @Test
    void anEmptyFirstLoadMakesTheDeclaredTable() {
        TableSchema columns = TableSchema.empty().with("id", DataType.INTEGER);
        for (WriteMode mode : WriteMode.values()) {
            ResourceSpec spec = ResourceSpec.named(mode.name()).primaryKey("id").schema(columns);
            project.offering(Resource.of(spec.mode(mode), (slice, context, out) -> {}));
            ok();
            assertThat(project.query("SELECT id FROM " + mode.name())).isEmpty();
        }
    }

    @Test
    void mergeReplacesRowsByKeyWithTheirChildren() {
        ResourceSpec spec = ResourceSpec.named("r").primaryKey("id").mode(WriteMode.MERGE);
        project.offering(json(spec, "[{\"id\":1,\"c\":[1,2]},{\"id\":2,\"c\":[9]}]"));
        ok();
        project.offering(json(spec, "[{\"id\":1,\"c\":[5]},{\"id\":3},{\"id\":3,\"v\":\"last\"}]"));
        TableReport report =
                ok().tables().stream().filter(t -> t.table().equals("r")).findFirst().orElseThrow();

        assertThat(project.query("SELECT id, v FROM r ORDER BY 1"))
                .containsExactly("1|null", "2|null", "3|last");
        assertThat(project.query("SELECT value FROM r__c ORDER BY 1")).containsExactly("5", "9");
        assertThat(List.of(report.read(), report.inserted(), report.updated(), report.total()))
                .containsExactly(3L, 1L, 1L, 3L);
    }

    @Test
    void recordsThatCameAgainUnchangedAreLeftAlone() {
        ResourceSpec spec = ResourceSpec.named("r").primaryKey("id").mode(WriteMode.MERGE);
        project.offering(json(spec, "[{\"id\":1,\"a\":\"x\",\"b\":1},{\"id\":2,\"a\":\"y\"}]"));
        String first = ok().loadId().orElseThrow();
        assertThat(ok().loadId()).isEmpty();
        project.offering(json(spec, "[{\"id\":1,\"a\":\"x\"},{\"id\":2,\"a\":\"y\"}]"));
        TableReport report = ok().tables().get(0);
        assertThat(List.of(report.read(), report.inserted(), report.updated(), report.total()))
                .containsExactly(2L, 0L, 1L, 2L);
        assertThat(
                        project.query(
                                "SELECT id, a, b, _dlt_load_id = '"
                                        + first
                                        + "' FROM r ORDER BY 1"))
                .containsExactly("1|x|null|false", "2|y|null|true");
    }

    @Test
    void oneFailingResourceDoesNotStopTheOthers() {
        project.offering(
                json(ResourceSpec.named("good"), "[{\"id\":1}]"),
                Resource.of(
                        ResourceSpec.named("bad"),
                        (slice, context, out) -> {
                            throw SourceException.of(ErrorKind.PERMISSION, "no").hint("ask");
                        }));
        SourceReport report = project.sync();
        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.failures())
                .singleElement()
                .satisfies(f -> assertThat(f.resource()).contains("bad"));
        assertThat(project.query("SELECT id FROM good")).containsExactly("1");
    }

    @Test
    void limitIsExactAndMovesNoCursor() {
        ResourceSpec spec =
                ResourceSpec.named("m").primaryKey("id").cursor(CursorSpec.number("id"));
        project.offering(json(spec, "[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4}]"));
        SyncOptions limited = SyncOptions.DEFAULT.limit(3);
        assertThat(project.sync(limited).status()).isEqualTo(Status.OK);
        assertThat(project.query("SELECT count(*) FROM m")).containsExactly("3");
        ok();
        assertThat(project.query("SELECT id FROM m ORDER BY 1"))
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void aLimitedLoadOfAGrowingTableIsASampleThatTheNextLoadReplaces() {
        ResourceSpec spec = ResourceSpec.named("e").cursor(CursorSpec.number("u"));
        project.offering(
                json(
                        spec,
                        "[{\"u\":1,\"l\":[[1],[2]]},{\"u\":2,\"l\":[[3]]},{\"u\":3,\"l\":[[4]]}]"));
        SyncOptions limited = SyncOptions.DEFAULT.limit(2);
        for (int i = 0; i < 2; i++) {
            assertThat(project.sync(limited).status()).isEqualTo(Status.OK);
            assertThat(project.query("SELECT u FROM e ORDER BY 1")).containsExactly("1", "2");
            assertThat(project.query("SELECT value FROM e__l__list ORDER BY 1"))
                    .containsExactly("1", "2", "3");
        }
        ok();
        assertThat(project.query("SELECT u FROM e ORDER BY 1")).containsExactly("1", "2", "3");
        assertThat(project.query("SELECT value FROM e__l__list ORDER BY 1"))
                .containsExactly("1", "2", "3", "4");
        assertThat(ok().loadId()).isEmpty();
    }

    @Test
    void aStoppedSyncKeepsWhatItReadAndTheNextGoesOnFromThere() {
        CancellationSource stop = new CancellationSource();
        List<String> asked = new ArrayList<>();
        Resource pages =
                Resource.of(
                        ResourceSpec.named("p").cursor(CursorSpec.opaque()).mode(WriteMode.APPEND),
                        (slice, context, out) -> {
                            int from = context.cursor().position().map(Integer::parseInt).orElse(0);
                            for (int page = from; page < 6; page++) {
                                asked.add("page " + page);
                                out.row(Map.of("page", page));
                                context.cursor().advanceTo(Integer.toString(page + 1));
                                out.checkpoint();
                                if (page == 2) {
                                    stop.request();
                                }
                            }
                        });
        project.offering(pages);
        assertThat(project.sync(SyncOptions.DEFAULT, stop).status()).isEqualTo(Status.INTERRUPTED);
        assertThat(project.project().warehouse()).doesNotExist();

        TableReport report = ok().tables().get(0);
        assertThat(asked)
                .containsExactly(
                        "page 0", "page 1", "page 2", "page 3", "page 3", "page 4", "page 5");
        assertThat(project.query("SELECT page FROM p ORDER BY 1"))
                .containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(report.inserted()).isEqualTo(6);
    }

    @Test
    void aFailedSliceIsReadAgainFromItsLastCheckpoint() {
        List<String> asked = new ArrayList<>();
        project.offering(
                Resource.of(
                        ResourceSpec.named("p").cursor(CursorSpec.opaque()).mode(WriteMode.APPEND),
                        (slice, context, out) -> {
                            int from = context.cursor().position().map(Integer::parseInt).orElse(0);
                            for (int page = from; page < 4; page++) {
                                asked.add("page " + page);
                                out.row(Map.of("page", page));
                                if (page == 2 && asked.size() == 3) {
                                    throw new java.io.IOException("connection reset");
                                }
                                context.cursor().advanceTo(Integer.toString(page + 1));
                                out.checkpoint();
                            }
                        }));
        ok();
        assertThat(asked).containsExactly("page 0", "page 1", "page 2", "page 2", "page 3");
        assertThat(project.query("SELECT page FROM p ORDER BY 1"))
                .containsExactly("0", "1", "2", "3");
    }

    @Test
    void twoSyncsAtOnceWaitForEachOther() throws Exception {
        ResourceSpec spec = ResourceSpec.named("e").cursor(CursorSpec.number("u"));
        project.offering(json(spec, "[{\"u\":1},{\"u\":2},{\"u\":3}]"));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<SourceReport>> syncs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                syncs.add(pool.submit(() -> project.sync()));
            }
            for (Future<SourceReport> sync : syncs) {
                assertThat(sync.get().status()).isEqualTo(Status.OK);
            }
        } finally {
            pool.shutdown();
        }
        assertThat(project.query("SELECT u FROM e ORDER BY 1")).containsExactly("1", "2", "3");
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        project.offering(json(ResourceSpec.named("x"), "[{\"id\":1}]"));
        ok();
        assertThat(project.project().loads().resolve("s")).doesNotExist();
    }

    @Test
    void filesAreReadByDuckDb() throws Exception {
        Path one = Files.writeString(folder.resolve("o'ne.csv"), "id,n\n1,x\n2,y\n");
        Path two = Files.writeString(folder.resolve("two[1].csv"), "id;n\n3;z\n");
        ResourceSpec spec =
                ResourceSpec.named("f")
                        .mergeKey("_dango_file_path")
                        .cursor(CursorSpec.opaque())
                        .mode(WriteMode.MERGE);
        project.offering(
                Resource.of(
                        spec,
                        (slice, context, out) -> {
                            for (Path file : List.of(one, two)) {
                                out.file(
                                        file,
                                        dev.dango.spi.FileFormat.CSV,
                                        Map.of(),
                                        Map.of("_dango_file_path", file.getFileName().toString()));
                            }
                            context.cursor().advanceTo("1");
                        }));
        ok();
        assertThat(project.query("SELECT id, n, _dango_file_path FROM f ORDER BY 1"))
                .containsExactly("1|x|o'ne.csv", "2|y|o'ne.csv", "3|z|two[1].csv");
        Files.writeString(two, "id;n\n4;x\n5;text\nsix;y\n");
        TableReport report = ok().tables().get(0);
        assertThat(project.query("SELECT id, id__v_text FROM f ORDER BY 1"))
                .containsExactly("1|null", "2|null", "4|null", "5|null", "null|six");
        assertThat(List.of(report.inserted(), report.updated(), report.deleted()))
                .containsExactly(2L, 3L, 0L);
    }

    @Test
    void aSourceMayBeCalledLikeTheWarehouse() {
        project.offering(json(ResourceSpec.named("t"), "[{\"id\":1}]"));
        SourceReport report =
                project.dango()
                        .sync(
                                List.of(SourceEntry.of("warehouse", "made_up", Map.of())),
                                SyncOptions.DEFAULT,
                                SyncListener.NONE,
                                new CancellationSource())
                        .sources()
                        .get(0);
        assertThat(report.status()).isEqualTo(Status.OK);
        assertThat(report.tables()).extracting(TableReport::inserted).containsExactly(1L);
    }

    /** A wait is shown until rows come: those read before it must not be told of after it. */
    @Test
    void tellsOfRowsBeforeTheWaitThatFollowsThem() {
        project.offering(
                Resource.of(
                        ResourceSpec.named("t"),
                        (slice, context, out) -> {
                            out.row(Map.of("id", 1));
                            context.waiting("8 s, limit of the service");
                        }));
        List<String> told = new CopyOnWriteArrayList<>();
        project.sync(
                SyncOptions.DEFAULT,
                new CancellationSource(),
                new SyncListener() {
                    @Override
                    public void progress(
                            String source, String table, long rows, int slicesDone, int slices) {
                        told.add(rows + " rows");
                    }

                    @Override
                    public void waiting(String source, String table, String what) {
                        told.add(what);
                    }
                });
        assertThat(told).containsSubsequence("1 rows", "8 s, limit of the service");
    }
}
