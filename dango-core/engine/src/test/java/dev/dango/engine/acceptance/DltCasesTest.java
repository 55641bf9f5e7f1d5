package dev.dango.engine.acceptance;

import static dev.dango.engine.TestProject.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncListener;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.CursorSpec.Missing;
import dev.dango.spi.CursorSpec.Order;
import dev.dango.spi.DataType;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What dlt does with records, and so do we, by the numbers of its acceptance cases. Those with a
 * subject of their own stand elsewhere: 3 in NestingTest, 12 to 21 in WriteModesTest, 24 in
 * ContractTest, 26 with the connector of REST APIs.
 */
class DltCasesTest {

    private static final CursorSpec U = CursorSpec.number("u");
    private static final ResourceSpec R = ResourceSpec.named("r");
    private static final ResourceSpec ADDED = ResourceSpec.named("t").mode(WriteMode.APPEND);

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private SourceReport load(ResourceSpec spec, String... pages) {
        return load(json(spec, pages));
    }

    private SourceReport load(Resource... resources) {
        SourceReport report = project.offering(resources).sync();
        assertThat(report.failures()).isEmpty();
        assertThat(report.status()).isEqualTo(Status.OK);
        return report;
    }

    private String refused(ResourceSpec spec, String... pages) {
        SourceReport report = project.offering(json(spec, pages)).sync();
        assertThat(report.status()).isEqualTo(Status.FAILED);
        assertThat(report.failures()).hasSize(1);
        return report.failures().get(0).message();
    }

    private List<String> columns(String table) {
        return project.query(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '%s' AND NOT starts_with(column_name, '_dlt') ORDER BY column_index"
                        .formatted(table));
    }

    private List<String> us() {
        return project.query("SELECT u FROM r ORDER BY ALL");
    }

    // ---- records and names -----------------------------------------------------------------

    @Test
    void case01ObjectsAreFlattenedAndListsBecomeChildTables() {
        SourceReport report = load(ResourceSpec.named("x"), "[{'id':1,'a':{'b':2},'c':[1,2]}]");
        assertThat(project.query("SELECT id, a__b FROM x")).containsExactly("1|2");
        assertThat(
                        project.query(
                                "SELECT value, _dlt_list_idx, _dlt_parent_id = (SELECT _dlt_id FROM x) FROM x__c ORDER BY 2"))
                .containsExactly("1|0|true", "2|1|true");
        assertThat(project.query("SELECT status, load_id FROM _dlt_loads"))
                .containsExactly("0|" + report.loadId().orElseThrow());
        assertThat(project.query("SELECT version FROM _dlt_version")).containsExactly("2");
    }

    @Test
    void case02AMixedListKeepsItsPlaces() {
        load(ADDED, "[{'a':[1,'x',2.5,{'k':1},[7,8],null]}]");
        assertThat(
                        project.query(
                                "SELECT _dlt_list_idx, value, value__v_text, value__v_double, k FROM t__a ORDER BY 1"))
                .containsExactly(
                        "0|1|null|null|null",
                        "1|null|x|null|null",
                        "2|null|null|2.5|null",
                        "3|null|null|null|1",
                        "4|null|null|null|null",
                        "5|null|null|null|null");
        assertThat(
                        project.query(
                                "SELECT l.value, l._dlt_list_idx, p._dlt_list_idx FROM t__a__list l JOIN t__a p ON l._dlt_parent_id = p._dlt_id ORDER BY 1"))
                .containsExactly("7|0|4", "8|1|4");
    }

    @Test
    void case04IdsFollowFromParentsAndKeys() {
        load(ResourceSpec.named("t"), "[{'_dlt_id':'mine','id':1,'c':[7]}]");
        assertThat(project.query("SELECT _dlt_id FROM t__c")).containsExactly("fJqkLU5JM2pLcA");

        TestProject other = new TestProject(folder.resolve("upsert"));
        ResourceSpec keyed = ResourceSpec.named("t").mode(WriteMode.UPSERT).primaryKey("id");
        other.offering(json(keyed, "[{'id':1,'v':'a','c':[7]}]"));
        assertThat(other.sync().failures()).isEmpty();
        assertThat(other.query("SELECT _dlt_id, _dlt_root_id FROM t__c"))
                .containsExactly("XNdTuFvbpiFT7A|z5jIxXIbUnmbKw");
    }

    @Test
    void case05NamesAreThoseOfDlt() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("camelCase", "camel_case");
        names.put("HTTPResponse", "http_response");
        names.put("IDs", "i_ds");
        names.put("v2Beta", "v2_beta");
        names.put("a+b*c", "axbxc");
        names.put("a@b|c", "aablc");
        names.put("1st", "_1st");
        names.put("trailing__", "trailing"); // a name with two underscores is a path
        names.put("col (USD)", "col_usdx");
        names.put("Ünïcode", "_n_code");
        names.put("日本語", "x");
        names.put("A.B.C", "a_b_c");
        names.put("a__b", "a__b");
        names.put("  ", "_empty");
        List<String> fields = names.keySet().stream().map(n -> "'" + n + "':1").toList();
        load(ResourceSpec.named("My Table-Name"), "[{" + String.join(",", fields) + "}]");
        assertThat(columns("my_table_name"))
                .containsExactlyElementsOf(
                        names.values().stream().map(n -> n + "|BIGINT").toList());
    }

    /** Differs: dlt says nothing. Here the user is told, for columns of different letters too. */
    @Test
    void case06TwoFieldsOfOneColumnAreReported() {
        assertThat(load(ADDED, "[{'A':1,'a':2}]").warnings())
                .singleElement()
                .asString()
                .contains("\"A\" and \"a\" of table t share the column a");
        assertThat(project.query("SELECT a FROM t")).containsExactly("2");

        ResourceSpec paths = ResourceSpec.named("p");
        assertThat(load(paths, "[{'a__b':2,'a':{'b':1}}]").warnings()).hasSize(1);
        assertThat(project.query("SELECT a__b FROM p")).containsExactly("1");

        ResourceSpec letters = ResourceSpec.named("l");
        assertThat(load(letters, "[{'日本':1},{'中国':2}]").warnings()).hasSize(1);
    }

    // ---- types -----------------------------------------------------------------------------

    @Test
    void case07TheFirstValueGivesAColumnItsType() {
        Map<String, Object> record =
                Map.ofEntries(
                        Map.entry("dec", new BigDecimal("12.345")),
                        Map.entry("ts", OffsetDateTime.parse("2024-01-02T03:04:05+02:00")),
                        Map.entry("naive", LocalDateTime.parse("2024-01-02T03:04:05")),
                        Map.entry("iso", "2024-01-02T03:04:05.678+02:00"),
                        Map.entry("isod", "2024-01-02"),
                        Map.entry("bytes", new byte[] {1}),
                        Map.entry("day", LocalDate.EPOCH),
                        Map.entry("e", Map.of()),
                        Map.entry("l", List.of()),
                        Map.entry("s", ""),
                        Map.entry("nan", Double.NaN),
                        Map.entry("inf", Float.NEGATIVE_INFINITY));
        byte[] nothing = "{\"n\":null}".getBytes(UTF_8);
        load(
                Resource.of(
                        ADDED,
                        (slice, context, out) -> {
                            out.row(record);
                            out.json(nothing, 0, nothing.length);
                        }));
        assertThat(columns("t"))
                .containsExactlyInAnyOrder(
                        "dec|DECIMAL(38,9)",
                        "ts|TIMESTAMP WITH TIME ZONE",
                        "naive|TIMESTAMP WITH TIME ZONE",
                        "iso|TIMESTAMP WITH TIME ZONE",
                        "isod|VARCHAR",
                        "bytes|BLOB",
                        "day|DATE",
                        "s|VARCHAR");
        assertThat(
                        project.query(
                                "SELECT dec, ts::VARCHAR, naive::VARCHAR, iso::VARCHAR, isod, s FROM t WHERE s IS NOT NULL"))
                .containsExactly(
                        "12.345000000|2024-01-02 01:04:05+00|2024-01-02 03:04:05+00|2024-01-02 01:04:05.678+00|2024-01-02|");
    }

    @Test
    void case08VariantsInOneBatch() {
        load(ADDED, "[{'a':1},{'a':'2'},{'a':'x'},{'a':2.0},{'a':2.5},{'a':true},{'a':null}]");
        assertThat(
                        project.query(
                                "SELECT a, a__v_text, a__v_double, a__v_bool FROM t ORDER BY rowid"))
                .containsExactly(
                        "1|null|null|null",
                        "2|null|null|null",
                        "null|x|null|null",
                        "2|null|null|null",
                        "null|null|2.5|null",
                        "null|null|null|true",
                        "null|null|null|null");
    }

    @Test
    void case09VariantsAcrossRuns() {
        for (String page : List.of("[{'a':1}]", "[{'a':'x'}]", "[{'a':'5'}]")) {
            load(ADDED, page);
        }
        assertThat(project.query("SELECT a, a__v_text FROM t ORDER BY rowid"))
                .containsExactly("1|null", "null|x", "5|null");
        assertThat(project.query("SELECT count(*) FROM _dlt_version")).containsExactly("2");
    }

    @Test
    void case10AColumnComesWithItsFirstValue() {
        load(ADDED, "[{'a':1,'n':null}]");
        assertThat(columns("t")).containsExactly("a|BIGINT");
        load(ADDED, "[{'a':2,'n':'now'}]");
        assertThat(project.query("SELECT a, n FROM t ORDER BY 1"))
                .containsExactly("1|null", "2|now");
        assertThat(project.query("SELECT count(*) FROM _dlt_version")).containsExactly("2");
    }

    /** Better: dlt keeps the package, and every later run fails on it until it is dropped. */
    @Test
    void case11ANullThatMustNotBeFailsTheRunOnly() {
        load(ADDED, "[{'id':1,'a':1}]");
        assertThat(
                        refused(
                                ADDED.schema(
                                        TableSchema.empty()
                                                .with("a", DataType.INTEGER)
                                                .notNull("a")),
                                "[{'id':2},{'id':3,'a':null},{'id':4,'a':5}]"))
                .startsWith(
                        "2 records of table t have no value in the column a, which must not be null, for example {\"id\":2,\"a\":null,");
        assertThat(refused(ADDED.primaryKey("id"), "[{'id':2},{'a':3}]"))
                .startsWith(
                        "1 record of table t has no value in the primary key column id, which must not be null, for example {\"id\":null,\"a\":3,");
        assertThat(refused(ADDED.primaryKey("nr"), "[{'id':2}]"))
                .contains("no value in the primary key column nr");
        assertThat(project.query("SELECT id FROM t")).containsExactly("1");
        load(ADDED, "[{'id':2}]");
        assertThat(project.query("SELECT id FROM t ORDER BY 1")).containsExactly("1", "2");
    }

    // ---- positions -------------------------------------------------------------------------

    @Test
    void case22RowsAtThePositionAreLoadedOnceAndNewOnesAreNotMissed() {
        load(R.cursor(U), "[{'u':1,'id':1},{'u':2,'id':2}]");
        load(R.cursor(U), "[{'u':2,'id':2},{'u':2,'id':3},{'u':1,'id':9},{'u':3,'id':4}]");
        assertThat(project.query("SELECT id, u FROM r ORDER BY ALL"))
                .containsExactly("1|1", "2|2", "3|2", "4|3");
        assertThat(load(R.cursor(U), "[{'u':3,'id':4}]").loadId()).isEmpty();
        assertThat(project.query("SELECT count(*) FROM _dlt_loads")).containsExactly("2");
    }

    @Test
    void case22AnOpenStartLeavesOutTheRowsAtThePosition() {
        load(R.cursor(U.startOpen()), "[{'u':5,'id':1}]");
        load(R.cursor(U.startOpen()), "[{'u':5,'id':2},{'u':6,'id':3}]");
        assertThat(us()).containsExactly("5", "6");
    }

    /** Better: with a key dlt drops a row that changed while its cursor stood still. */
    @Test
    void case22ARowThatChangedAtThePositionIsNotLost() {
        load(R.cursor(U), "[{'u':5,'id':1,'v':'old'}]");
        load(R.cursor(U), "[{'u':5,'id':1,'v':'new'}]");
        assertThat(project.query("SELECT v FROM r ORDER BY 1")).containsExactly("new", "old");

        ResourceSpec keyed = ResourceSpec.named("k").primaryKey("id").cursor(U);
        load(keyed, "[{'u':5,'id':1,'v':'old'}]");
        load(keyed, "[{'u':5,'id':1,'v':'new'}]");
        assertThat(project.query("SELECT v FROM k")).containsExactly("new");
    }

    @Test
    void case23ADeclaredRangeIsReadAnewAndLeavesNoPosition() {
        ResourceSpec spec = R.primaryKey("u").cursor(U.from("2").until("10"));
        load(spec, "[{'u':1},{'u':5},{'u':10}]");
        assertThat(us()).containsExactly("5");
        assertThat(project.query("SELECT count(*) FROM _dango_state")).containsExactly("0");
        load(spec, "[{'u':4},{'u':5}]");
        assertThat(us()).containsExactly("4", "5");
    }

    @Test
    void case23TheEndsOfARangeMayBeOpenAndClosed() {
        CursorSpec range = U.from("2").until("10").startOpen().endClosed();
        load(R.primaryKey("u").cursor(range), "[{'u':2},{'u':10},{'u':11}]");
        assertThat(us()).containsExactly("10");
    }

    @Test
    void case23RecordsWithoutACursorValueFailPassOrAreLeftOut() {
        assertThat(refused(R.cursor(U), "[{'id':1},{'id':2,'u':1}]"))
                .contains("cursor column \"u\"");
        load(R.cursor(U.missing(Missing.EXCLUDE)), "[{'id':1},{'id':2,'u':1},{'id':3,'u':null}]");
        assertThat(project.query("SELECT id FROM r")).containsExactly("2");
        load(R.cursor(U.missing(Missing.INCLUDE)), "[{'id':1},{'id':4,'u':2}]");
        load(R.cursor(U.missing(Missing.INCLUDE)), "[{'id':1},{'id':4,'u':2}]");
        assertThat(project.query("SELECT id FROM r ORDER BY 1"))
                .containsExactly("1", "1", "2", "4");
    }

    /** Better: the rows within the lag are not added again. A lag in days: see IncrementalTest. */
    @Test
    void case23ALagReachesBackAndThePositionStays() {
        load(R.cursor(U.lag(5)), "[{'u':96},{'u':100}]");
        load(R.cursor(U.lag(5)), "[{'u':94},{'u':95},{'u':96},{'u':100}]");
        assertThat(us()).containsExactly("95", "96", "100");
        assertThat(project.query("SELECT position FROM _dango_state")).containsExactly("100");
    }

    @Test
    void case23ADeclaredOrderEndsTheReading() {
        AtomicInteger asked = new AtomicInteger();
        load(R.cursor(U), "[{'u':9}]");
        load(
                Resource.of(
                        R.cursor(U.ordered(Order.DESCENDING)),
                        (slice, context, out) -> {
                            for (long newest = 11; newest > 0 && !out.satisfied(); newest -= 2) {
                                asked.incrementAndGet();
                                out.row(Map.of("u", newest));
                                out.row(Map.of("u", newest - 1));
                            }
                        }));
        assertThat(asked).hasValue(2);
        assertThat(us()).containsExactly("9", "10", "11");
    }

    @Test
    void case23AReplacedTableIsReadFromItsStart() {
        ResourceSpec spec = R.cursor(U).mode(WriteMode.REPLACE);
        load(spec, "[{'u':1},{'u':2},{'u':9}]");
        load(spec, "[{'u':1},{'u':2},{'u':3}]");
        assertThat(us()).containsExactly("1", "2", "3");
        // and one that grows from now on goes on from there
        load(R.cursor(U), "[{'u':2},{'u':3},{'u':4}]");
        assertThat(us()).containsExactly("1", "2", "3", "4");
    }

    // ---- what a run leaves -----------------------------------------------------------------

    @Test
    void case25ASyncGoesOnFromTheWarehouseAlone() throws IOException {
        load(R.cursor(U), "[{'u':1},{'u':2}]");
        for (Path working : List.of(project.project().state(), project.project().loads())) {
            delete(working);
        }
        load(R.cursor(U), "[{'u':1},{'u':2},{'u':3}]");
        assertThat(us()).containsExactly("1", "2", "3");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Differs: sources have schemas of their own, each with its state. */
    @Test
    void case25EachSourceOfARunHasItsLoad() {
        project.offering(json(R.cursor(U), "[{'u':1}]"));
        project.dango()
                .sync(
                        List.of(project.entry("s"), project.entry("two")),
                        SyncOptions.DEFAULT,
                        SyncListener.NONE,
                        new CancellationSource());
        for (String table : List.of("_dlt_loads", "_dlt_pipeline_state")) {
            assertThat(
                            project.query(
                                    "SELECT (SELECT count(*) FROM raw_s.%1$s), (SELECT count(*) FROM raw_two.%1$s)"
                                            .formatted(table)))
                    .containsExactly("1|1");
        }
    }

    /** Better: dlt loads what an interrupted run left and reads nothing new in that call. */
    @Test
    void case25WhatAnInterruptedRunReadIsLoadedTogetherWithWhatIsNew() {
        CancellationSource stop = new CancellationSource();
        List<Integer> asked = new ArrayList<>();
        AtomicInteger pages = new AtomicInteger(2);
        project.offering(
                Resource.of(
                        R.mode(WriteMode.APPEND).cursor(CursorSpec.opaque()),
                        (slice, context, out) -> {
                            int from = context.cursor().position().map(Integer::parseInt).orElse(0);
                            for (int page = from; page < pages.get(); page++) {
                                asked.add(page);
                                out.row(Map.of("u", page));
                                context.cursor().advanceTo(Integer.toString(page + 1));
                            }
                            stop.request();
                        }));
        assertThat(project.sync(SyncOptions.DEFAULT, stop).status()).isEqualTo(Status.INTERRUPTED);
        assertThat(project.project().warehouse()).doesNotExist();
        pages.set(3);
        assertThat(project.sync().status()).isEqualTo(Status.OK);
        assertThat(asked).containsExactly(0, 1, 2);
        assertThat(us()).containsExactly("0", "1", "2");
    }

    // ---- and besides -----------------------------------------------------------------------

    /** Differs: a connector declares its tables, rows do not choose them. The names are alike. */
    @Test
    void case27TablesOfRowTypes() {
        load(
                json(ResourceSpec.named("PushEvent"), "[{'id':1}]"),
                json(ResourceSpec.named("IssueEvent"), "[{'id':2}]"));
        assertThat(project.query("SELECT * EXCLUDE (_dlt_load_id, _dlt_id) FROM push_event"))
                .containsExactly("1");
        assertThat(project.query("SELECT * EXCLUDE (_dlt_load_id, _dlt_id) FROM issue_event"))
                .containsExactly("2");
    }

    @Test
    void case27ScalarsAreValues() {
        load(ADDED, "[1,2,'x']");
        assertThat(project.query("SELECT value, value__v_text FROM t ORDER BY rowid"))
                .containsExactly("1|null", "2|null", "null|x");
    }

    /** Better: dlt counts pages, so that two of two rows give four. */
    @Test
    void case27ALimitIsExactInRows() {
        SyncOptions three = SyncOptions.DEFAULT.limit(3);
        project.offering(json(R, "[{'u':1},{'u':2}]", "[{'u':3},{'u':4}]"));
        assertThat(project.sync(three).failures()).isEmpty();
        assertThat(us()).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void case27NothingMakesATableOnlyWhereItIsDeclared(boolean declared) {
        TableSchema columns = TableSchema.empty().with("u", DataType.INTEGER);
        load(declared ? R.schema(columns) : R, "[]");
        if (declared) {
            assertThat(us()).isEmpty();
        } else {
            assertThat(project.project().warehouse()).doesNotExist();
        }
    }
}
