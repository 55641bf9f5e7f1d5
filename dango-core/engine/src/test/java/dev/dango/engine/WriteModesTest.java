package dev.dango.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each way of writing does to a table; the numbers are those of dlt's acceptance cases. */
class WriteModesTest {

    private static final SyncOptions FULL_REFRESH = options(OptionalLong.empty(), true, false);
    private static final SyncOptions ALLOW_EMPTY = options(OptionalLong.empty(), false, true);

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private static SyncOptions options(OptionalLong limit, boolean full, boolean allowEmpty) {
        return new SyncOptions(
                List.of(), Optional.empty(), Optional.empty(), limit, full, false, allowEmpty);
    }

    private static ResourceSpec r(WriteMode mode, String... primaryKey) {
        return ResourceSpec.named("r").mode(mode).primaryKey(primaryKey);
    }

    /** Loads records, written with single quotes. */
    private SourceReport load(ResourceSpec spec, String records) {
        return load(spec, records, SyncOptions.DEFAULT);
    }

    private SourceReport load(ResourceSpec spec, String records, SyncOptions options) {
        SourceReport report = attempt(spec, records, options);
        assertThat(report.failures()).isEmpty();
        assertThat(report.status()).isEqualTo(Status.OK);
        return report;
    }

    private SourceReport attempt(ResourceSpec spec, String records, SyncOptions options) {
        return project.offering(TestProject.json(spec, "[" + records + "]")).sync(options);
    }

    private void refused(ResourceSpec spec, String... parts) {
        SourceReport report = attempt(spec, "{'id':1}", SyncOptions.DEFAULT);
        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIG.name());
                            assertThat(failure.message() + " " + failure.hint()).contains(parts);
                        });
    }

    private static List<Long> changes(SourceReport report, String table) {
        TableReport of =
                report.tables().stream()
                        .filter(t -> t.table().equals(table))
                        .findFirst()
                        .orElseThrow();
        return List.of(of.inserted(), of.updated(), of.deleted());
    }

    private List<String> rows(String columns) {
        return project.query("SELECT " + columns + " FROM r ORDER BY ALL");
    }

    private List<String> children() {
        return project.query("SELECT value FROM r__c ORDER BY 1");
    }

    private List<String> orphans() {
        return project.query(
                "SELECT c._dlt_id FROM r__c c WHERE c._dlt_root_id IS NULL"
                        + " OR c._dlt_root_id NOT IN (SELECT _dlt_id FROM r)");
    }

    // ---- replace ---------------------------------------------------------------------------

    @Test
    void case12ReplaceKeepsNothingOfTheRunBefore() {
        ResourceSpec spec = r(WriteMode.REPLACE);
        load(spec, "{'id':1,'c':[1,2]},{'id':2}");
        load(spec, "{'id':3}");
        assertThat(rows("id")).containsExactly("3");
        assertThat(children()).isEmpty();
        // dlt empties the table; here the user has to agree
        SourceReport refused = attempt(spec, "", SyncOptions.DEFAULT);
        assertThat(refused.status()).isEqualTo(Status.FAILED);
        assertThat(refused.failures().get(0).message()).contains("r would go from 1 rows to 0");
        assertThat(rows("id")).containsExactly("3");
        load(spec, "", ALLOW_EMPTY);
        assertThat(rows("id")).isEmpty();
        load(spec, "{'id':4,'x':'n'}");
        assertThat(rows("id, x")).containsExactly("4|n");
    }

    @Test
    void aReplaceTellsWhatIsReallyNew() {
        ResourceSpec spec = r(WriteMode.REPLACE, "id");
        assertThat(changes(load(spec, "{'id':1,'v':'a','c':[1,2]},{'id':2,'v':'b'}"), "r"))
                .containsExactly(2L, 0L, 0L);
        SourceReport same = load(spec, "{'id':2,'v':'b'},{'id':1,'v':'a','c':[1,2]}");
        assertThat(changes(same, "r")).containsExactly(0L, 0L, 0L);
        assertThat(changes(same, "r__c")).containsExactly(0L, 0L, 0L);
        assertThat(project.query("SELECT DISTINCT _dlt_load_id FROM r"))
                .containsExactly(same.loadId().orElseThrow());

        SourceReport other = load(spec, "{'id':1,'v':'A','c':[2]},{'id':3,'n':1}");
        assertThat(changes(other, "r")).containsExactly(1L, 1L, 1L);
        assertThat(changes(other, "r__c")).containsExactly(1L, 0L, 2L);
        ResourceSpec unkeyed = ResourceSpec.named("u");
        load(unkeyed, "{'v':'a'},{'v':'a'},{'v':'b'}");
        assertThat(changes(load(unkeyed, "{'v':'a'},{'v':'c'}"), "u")).containsExactly(1L, 0L, 2L);
    }

    // ---- merge -----------------------------------------------------------------------------

    @Test
    void case13MergeReplacesWholeRowsByPrimaryKey() {
        ResourceSpec spec = r(WriteMode.MERGE, "id");
        load(spec, "{'id':1,'v':'a'},{'id':2,'v':'b'}");
        load(spec, "{'id':2,'v':'B'},{'id':3,'v':'c'}");
        assertThat(rows("id, v")).containsExactly("1|a", "2|B", "3|c");
        load(spec, "{'id':1},{'id':1}");
        assertThat(rows("id, v")).containsExactly("1|null", "2|B", "3|c");

        ResourceSpec two = ResourceSpec.named("k").mode(WriteMode.MERGE).primaryKey("a", "b");
        load(two, "{'a':1,'b':1,'v':1},{'a':1,'b':2,'v':2}");
        load(two, "{'a':1,'b':2,'v':9},{'a':2,'b':1,'v':3}");
        assertThat(project.query("SELECT a, b, v FROM k ORDER BY ALL"))
                .containsExactly("1|1|1", "1|2|9", "2|1|3");
    }

    @Test
    void case14MergeWithoutAKeyIsRefusedWhereDltAppends() {
        refused(r(WriteMode.MERGE), "no primary key", "tables: {r: {primary_key: ...}}", "append");
        assertThat(project.project().warehouse()).doesNotExist();
    }

    @Test
    void case15AMergeKeyStandsForAGroupOfRows() {
        ResourceSpec spec = r(WriteMode.MERGE).mergeKey("d");
        load(spec, "{'d':'d1','v':'a'},{'d':'d1','v':'b'},{'d':'d2','v':'c'}");
        load(spec, "{'d':'d1','v':'x'}");
        assertThat(rows("d, v")).containsExactly("d1|x", "d2|c");
        load(spec, "{'d':'d3','v':'y'},{'d':'d3','v':'y'}");
        assertThat(rows("d, v")).containsExactly("d1|x", "d2|c", "d3|y", "d3|y");
    }

    @Test
    void case16ARowGoesForEitherKey() {
        ResourceSpec spec = r(WriteMode.MERGE, "id").mergeKey("d");
        load(spec, "{'id':1,'d':'d1','v':'a'},{'id':2,'d':'d1','v':'b'},{'id':3,'d':'d2','v':'c'}");
        load(spec, "{'id':3,'d':'d1','v':'N'}");
        assertThat(rows("id, d, v")).containsExactly("3|d1|N");
    }

    @Test
    void anUnchangedRowOfAGroupThatComesAgainStays() {
        ResourceSpec spec = r(WriteMode.MERGE, "id").mergeKey("d");
        load(spec, "{'id':1,'d':'d1','v':'a'},{'id':2,'d':'d1','v':'b'}");
        load(spec, "{'id':1,'d':'d1','v':'a'},{'id':2,'d':'d1','v':'B'}");
        assertThat(rows("id, v")).containsExactly("1|a", "2|B");
    }

    @Test
    void nullMergeKeysNeverMatchAndNullPrimaryKeysAreRefused() {
        ResourceSpec spec = r(WriteMode.MERGE).mergeKey("d");
        load(spec, "{'d':null,'v':'a'},{'d':'x','v':'b'}");
        load(spec, "{'d':null,'v':'c'}");
        assertThat(rows("v")).containsExactly("a", "b", "c");
        for (WriteMode mode : List.of(WriteMode.MERGE, WriteMode.UPSERT, WriteMode.INSERT_ONLY)) {
            ResourceSpec keyed = ResourceSpec.named("n").mode(mode).primaryKey("id");
            SourceReport report = attempt(keyed, "{'id':null,'v':1}", SyncOptions.DEFAULT);
            assertThat(report.failures().get(0).message())
                    .isEqualTo("1 records of table n have no value in the primary key column id");
        }
    }

    @Test
    void case17DedupSortDecidesWhichRecordIsKept() {
        String records = "{'id':1,'ts':2},{'id':1,'ts':3},{'id':1,'ts':1}";
        for (WriteMode mode : List.of(WriteMode.MERGE, WriteMode.UPSERT)) {
            ResourceSpec spec = ResourceSpec.named("d_" + mode.name()).mode(mode).primaryKey("id");
            load(spec.dedupSort("ts", true), records);
            assertThat(project.query("SELECT ts FROM d_" + mode.name())).containsExactly("3");
            load(spec.dedupSort("ts", false), records);
            assertThat(project.query("SELECT ts FROM d_" + mode.name())).containsExactly("1");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGE", "UPSERT"})
    void case18HardDelete(WriteMode mode) {
        ResourceSpec spec = r(mode, "id").hardDelete("del");
        load(spec, "{'id':1,'del':false,'c':[7]},{'id':2,'del':null,'c':[8]}");
        SourceReport report = load(spec, "{'id':1,'del':true},{'id':9,'del':true}");
        assertThat(rows("id")).containsExactly("2");
        assertThat(children()).containsExactly("8");
        assertThat(changes(report, "r")).containsExactly(0L, 0L, 1L);
        load(spec, "{'id':1,'v':'back','del':false}");
        assertThat(rows("id, v")).containsExactly("1|back", "2|null");

        ResourceSpec stamped = ResourceSpec.named("t").mode(mode).primaryKey("id");
        load(stamped.hardDelete("gone"), "{'id':1,'gone':null},{'id':2,'gone':null}");
        SourceReport mixed =
                load(
                        stamped.hardDelete("gone"),
                        "{'id':1,'gone':'2024-01-02T03:04:05Z'},{'id':3,'gone':null}");
        assertThat(project.query("SELECT id FROM t ORDER BY 1")).containsExactly("2", "3");
        assertThat(changes(mixed, "t")).containsExactly(1L, 0L, 1L);
    }

    @Test
    void case18TheLatestRecordDecidesWhetherItIsDeleted() {
        ResourceSpec spec = r(WriteMode.MERGE, "id").hardDelete("del").dedupSort("lsn", true);
        load(spec, "{'id':1,'lsn':1,'del':false}");
        load(spec, "{'id':1,'lsn':3,'del':true},{'id':1,'lsn':2,'del':false}");
        assertThat(rows("id")).isEmpty();
        load(spec, "{'id':1,'lsn':4,'del':true},{'id':1,'lsn':5,'del':false}");
        assertThat(rows("id, lsn")).containsExactly("1|5");
    }

    @Test
    void case19ChildrenFollowTheirParents() {
        ResourceSpec spec = r(WriteMode.MERGE, "id");
        load(spec, "{'id':1,'c':[1,2]},{'id':2,'c':[9]}");
        load(spec, "{'id':1,'c':[5]}");
        assertThat(children()).containsExactly("5", "9");
        load(spec, "{'id':2}");
        assertThat(children()).containsExactly("5");
        assertThat(orphans()).isEmpty();
    }

    // ---- upsert, insert-only ----------------------------------------------------------------

    @Test
    void case20Upsert() {
        ResourceSpec spec = r(WriteMode.UPSERT, "id");
        load(spec, "{'id':1,'v':'a','c':[1,2]},{'id':2,'v':'b'}");
        assertThat(rows("_dlt_id")).contains("z5jIxXIbUnmbKw");
        SourceReport report = load(spec, "{'id':1,'v':'A','c':[9]},{'id':3,'v':'n'}");
        assertThat(rows("id, v")).containsExactly("1|A", "2|b", "3|n");
        assertThat(children()).containsExactly("9");
        assertThat(changes(report, "r")).containsExactly(1L, 1L, 0L);
        assertThat(project.query("SELECT _dlt_id FROM r WHERE id = 1"))
                .containsExactly("z5jIxXIbUnmbKw");
        assertThat(orphans()).isEmpty();
        refused(r(WriteMode.UPSERT), "no primary key", "tables: {r: {primary_key: ...}}");
        refused(r(WriteMode.UPSERT, "id").mergeKey("d"), "merge key d", "merge");
    }

    @Test
    void anUpsertedKeyThatComesTwiceKeepsTheListsOfTheLastRecord() {
        ResourceSpec spec = r(WriteMode.UPSERT, "id");
        load(spec, "{'id':1,'c':[1,2,3]},{'id':1,'c':[9]}");
        assertThat(rows("id")).containsExactly("1");
        assertThat(children()).containsExactly("9");
    }

    @Test
    void case20InsertOnly() {
        ResourceSpec spec = r(WriteMode.INSERT_ONLY, "id");
        load(spec, "{'id':1,'v':'a','c':[1]}");
        SourceReport report = load(spec, "{'id':1,'v':'b','c':[5,6]},{'id':2,'v':'x','c':[7]}");
        assertThat(rows("id, v")).containsExactly("1|a", "2|x");
        assertThat(children()).containsExactly("1", "7");
        assertThat(changes(report, "r")).containsExactly(1L, 0L, 0L);
        assertThat(orphans()).isEmpty();
        load(spec.hardDelete("del"), "{'id':3,'del':true},{'id':4,'v':'1st'},{'id':4,'v':'2nd'}");
        assertThat(rows("id, v")).containsExactly("1|a", "2|x", "4|1st");
        assertThat(load(spec, "{'id':1,'v':'c','c':[8]}").loadId()).isEmpty();
        refused(r(WriteMode.INSERT_ONLY), "no primary key");
    }

    // ---- scd2 --------------------------------------------------------------------------------

    private static final String VERSIONS = "id, v, _dlt_valid_to IS NULL AS active";

    @Test
    void case21VersionsOfRecords() {
        ResourceSpec spec = r(WriteMode.SCD2);
        load(spec, "{'id':1,'v':'a'},{'id':2,'v':'b'}");
        assertThat(
                        project.query(
                                "SELECT column_name FROM duckdb_columns() WHERE table_name = 'r' ORDER BY column_index"))
                .containsExactly(
                        "_dlt_valid_from", "_dlt_valid_to", "id", "v", "_dlt_load_id", "_dlt_id");
        assertThat(project.query("SELECT _dlt_id FROM r WHERE id = 1"))
                .containsExactly("lknCZL/MuP9QCg");
        SourceReport second = load(spec, "{'id':1,'v':'A'},{'id':2,'v':'b'}");
        assertThat(changes(second, "r")).containsExactly(1L, 1L, 0L);
        assertThat(rows(VERSIONS)).containsExactly("1|A|true", "1|a|false", "2|b|true");
        assertThat(
                        project.query(
                                "SELECT o._dlt_valid_to = n._dlt_valid_from AND o._dlt_valid_to > o._dlt_valid_from FROM r o, r n WHERE o.v = 'a' AND n.v = 'A'"))
                .containsExactly("true");
        load(spec, "{'id':2,'v':'b'}");
        assertThat(rows(VERSIONS)).containsExactly("1|A|false", "1|a|false", "2|b|true");
        load(spec, "{'id':1,'v':'A'},{'id':2,'v':'b'}");
        assertThat(rows(VERSIONS))
                .containsExactly("1|A|false", "1|A|true", "1|a|false", "2|b|true");
        assertThat(load(spec, "{'v':'A','id':1},{'id':2,'v':'b'}").loadId()).isEmpty();
        // nothing read says nothing
        load(spec, "");
        assertThat(project.query("SELECT count(*) FROM r WHERE _dlt_valid_to IS NULL"))
                .containsExactly("2");
    }

    @Test
    void case21WithAMergeKeyAbsentKeysStayOpen() {
        ResourceSpec spec = r(WriteMode.SCD2).mergeKey("id");
        load(spec, "{'id':1,'v':'a'},{'id':2,'v':'b'}");
        load(spec, "{'id':1,'v':'A'}");
        assertThat(rows(VERSIONS)).containsExactly("1|A|true", "1|a|false", "2|b|true");
    }

    @Test
    void versionsHaveTheirLists() {
        ResourceSpec spec = r(WriteMode.SCD2);
        load(spec, "{'id':1,'c':[1,2]},{'id':1,'c':[1,2]}");
        load(spec, "{'id':1,'c':[1,2,3]}");
        load(spec, "{'id':1,'c':[1,2]}");
        assertThat(rows("len(_dlt_id), _dlt_valid_to IS NULL"))
                .containsExactly("14|false", "14|false", "14|true");
        assertThat(children()).containsExactly("1", "1", "2", "2", "3");
        assertThat(orphans()).isEmpty();
    }

    @Test
    void aWindowClosesNoVersionOutsideIt() {
        ResourceSpec spec =
                r(WriteMode.SCD2, "id").mergeKey("id").cursor(CursorSpec.timestamp("at"));
        load(spec, "{'id':1,'v':'a','at':'2026-01-01'},{'id':2,'v':'b','at':'2026-02-01'}");
        load(
                spec,
                "{'id':1,'v':'a','at':'2026-01-01'},{'id':2,'v':'B','at':'2026-02-02'}",
                SyncOptions.DEFAULT.between(LocalDate.parse("2026-02-01"), null));
        assertThat(rows(VERSIONS)).containsExactly("1|a|true", "2|B|true", "2|b|false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "day"})
    void aLimitedLookLeavesOneVersionPerKey(String mergeKey) {
        ResourceSpec spec = r(WriteMode.SCD2, "id");
        spec = mergeKey.isEmpty() ? spec : spec.mergeKey(mergeKey);
        load(spec, "{'day':1,'id':1,'v':'a'},{'day':1,'id':2,'v':'b'}");
        load(
                spec,
                "{'day':1,'id':1,'v':'A'},{'day':1,'id':2,'v':'b'}",
                options(OptionalLong.of(1), false, false));
        assertThat(rows(VERSIONS)).containsExactly("1|A|true", "1|a|false", "2|b|true");
    }

    @Test
    void aLimitThatCouldCutAGroupIsRefused() {
        ResourceSpec spec = ResourceSpec.named("r").mergeKey("day").cursor(CursorSpec.number("n"));
        load(spec, "{'day':1,'n':1},{'day':1,'n':2}");
        project.offering(TestProject.json(spec, "[{'day':1,'n':3},{'day':1,'n':4}]"));
        SourceReport report = project.sync(options(OptionalLong.of(1), false, false));
        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .contains("groups of rows with the same day"));
        assertThat(project.query("SELECT n FROM r ORDER BY n")).containsExactly("1", "2");
    }

    @Test
    void aLimitedLookClosesNoVersion() {
        ResourceSpec spec = r(WriteMode.SCD2);
        load(spec, "{'id':1},{'id':2}");
        load(spec, "{'id':1},{'id':2}", options(OptionalLong.of(1), false, false));
        assertThat(rows("id, _dlt_valid_to IS NULL")).containsExactly("1|true", "2|true");
    }

    @Test
    void aRecordHasTheSameIdInWhateverFormItComes() {
        ResourceSpec spec = r(WriteMode.SCD2);
        load(spec, "{'i':1,'d':1.50,'b':true,'t':'ü\\u001f','n':null}");
        TableSchema schema =
                TableSchema.empty()
                        .with("t", DataType.TEXT)
                        .with("i", DataType.INTEGER)
                        .with("d", DataType.DOUBLE)
                        .with("b", DataType.BOOLEAN)
                        .with("n", DataType.TEXT);
        project.offering(
                Resource.of(
                        spec,
                        (slice, context, out) -> {
                            out.rows(schema)
                                    .set(0, "ü\u001f")
                                    .set(1, 1L)
                                    .set(2, 1.5)
                                    .set(3, true)
                                    .endRow();
                            Map<String, Object> map = new HashMap<>();
                            map.put("n", null);
                            map.put("b", true);
                            map.put("d", 1.5);
                            map.put("i", 1);
                            map.put("t", "ü\u001f");
                            out.row(map);
                        }));
        assertThat(project.sync().failures()).isEmpty();
        assertThat(rows("i, _dlt_valid_to")).containsExactly("1|null");
    }

    @Test
    void versionsAreRefusedWhereTheyWouldBeWrong() {
        refused(r(WriteMode.SCD2).hardDelete("del"), "hard_delete", "del");
        refused(
                r(WriteMode.SCD2, "id").cursor(CursorSpec.number("u")),
                "read in parts",
                "merge_key: id");
        load(r(WriteMode.SCD2), "{'id':1}");
        refused(r(WriteMode.MERGE, "id"), "holds versions", "--full-refresh");
        refused(r(WriteMode.REPLACE), "replace would lose", "scd2");
        load(r(WriteMode.REPLACE), "{'id':1}", FULL_REFRESH);
        assertThat(project.query("SELECT * EXCLUDE (_dlt_load_id, _dlt_id) FROM r"))
                .containsExactly("1");
    }

    // ---- from one way to another -------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"MERGE", "UPSERT", "INSERT_ONLY", "SCD2"})
    void rowsThatWereAppendedGetWhatTheOtherWaysNeed(WriteMode mode) {
        load(r(WriteMode.APPEND), "{'id':1,'c':[1],'l':[[7]]},{'id':2,'c':[2],'l':[[8]]}");
        load(r(mode, "id"), "{'id':2,'c':[3],'l':[[9]]}");
        assertThat(orphans()).isEmpty();
        assertThat(
                        project.query(
                                "SELECT count(*) FROM r__l__list WHERE _dlt_root_id IN (SELECT _dlt_id FROM r)"))
                .isEqualTo(project.query("SELECT count(*) FROM r__l__list"));
        boolean keepsBoth = mode == WriteMode.SCD2;
        if (keepsBoth) {
            assertThat(rows("id, _dlt_valid_to IS NULL"))
                    .containsExactly("1|false", "2|false", "2|true");
            assertThat(project.query("SELECT bool_and(_dlt_valid_from IS NOT NULL) FROM r"))
                    .containsExactly("true");
        } else {
            assertThat(rows("id")).containsExactly("1", "2");
            assertThat(children()).containsExactly("1", mode == WriteMode.INSERT_ONLY ? "2" : "3");
        }
        load(
                r(WriteMode.APPEND),
                "{'id':5,'c':[5]}",
                keepsBoth ? FULL_REFRESH : SyncOptions.DEFAULT);
        if (!keepsBoth) {
            assertThat(orphans()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void aFullRefreshBeginsAnew(WriteMode mode) {
        ResourceSpec spec = r(mode, "id");
        load(spec, "{'id':1,'c':[1]},{'id':2,'old':'x','c':[2]}");
        load(spec, "{'id':2,'c':[3]}", FULL_REFRESH);
        assertThat(project.query("SELECT id FROM r ORDER BY rowid")).containsExactly("2");
        assertThat(children()).containsExactly("3");
        assertThat(
                        project.query(
                                "SELECT column_name FROM duckdb_columns() WHERE table_name = 'r' AND column_name LIKE 'old%'"))
                .isEmpty();
    }

    @Test
    void aFullRefreshMergesToo() {
        ResourceSpec spec = r(WriteMode.MERGE, "id").hardDelete("del");
        load(spec, "{'id':1}");
        load(spec, "{'id':2,'v':1},{'id':2,'v':2},{'id':3,'del':true}", FULL_REFRESH);
        assertThat(rows("id, v")).containsExactly("2|2");
    }

    // ---- keys that a connector deletes --------------------------------------------------------

    @ParameterizedTest
    @EnumSource(WriteMode.class)
    void connectorsDeleteByKeyWhereTheTableKnowsKeys(WriteMode mode) {
        ResourceSpec spec = r(mode, "id");
        load(spec, "{'id':1,'c':[1]},{'id':2,'c':[2]},{'id':3,'c':[3]}");
        project.offering(
                Resource.of(
                        spec,
                        (slice, context, out) -> {
                            out.delete(Map.of("id", 1));
                            out.delete(Map.of("id", 2));
                            out.row(Map.of("id", 2, "c", List.of(2)));
                        }));
        SourceReport report = project.sync();
        if (mode.deletesByKey()) {
            assertThat(report.failures()).isEmpty();
            assertThat(rows("id")).containsExactly("2", "3");
            assertThat(children()).containsExactly("2", "3");
            assertThat(changes(report, "r")).containsExactly(0L, 1L, 1L);
        } else {
            assertThat(report.failures().get(0).message()).contains("removes records by their key");
            assertThat(report.failures().get(0).kind()).isEqualTo(ErrorKind.CONFIG.name());
        }
    }

    @Test
    void aRowThatIsDeletedAndComesAgainUnchangedStays() {
        ResourceSpec spec = r(WriteMode.MERGE, "id");
        load(spec, "{'id':1,'v':'a'}");
        project.offering(
                Resource.of(
                        spec,
                        (slice, context, out) -> {
                            out.delete(Map.of("id", 1));
                            out.row(Map.of("id", 1, "v", "a"));
                        }));
        assertThat(project.sync().failures()).isEmpty();
        assertThat(rows("id, v")).containsExactly("1|a");
    }

    // ---- replaced when something changed -----------------------------------------------------

    /** A file that is read when it is not the one of the last time. */
    private record OneFile(String version, ResourceSpec spec) implements Resource {

        OneFile(String version) {
            this(version, r(WriteMode.REPLACE).cursor(CursorSpec.opaque()));
        }

        @Override
        public List<Slice> slices(ReadContext context) {
            return context.cursor().positions().containsValue(version)
                    ? List.of()
                    : List.of(Slice.WHOLE);
        }

        @Override
        public void read(Slice slice, ReadContext context, RecordSink out) {
            out.row(Map.of("version", version));
            context.cursor().advanceTo(version);
        }
    }

    private SourceReport syncFile(String version, SyncOptions options) {
        SourceReport report = project.offering(new OneFile(version)).sync(options);
        assertThat(report.failures()).isEmpty();
        return report;
    }

    @Test
    void aReplacedTableStaysWhenNothingChanged() {
        syncFile("a", SyncOptions.DEFAULT);
        SourceReport second = syncFile("a", SyncOptions.DEFAULT);
        assertThat(second.status()).isEqualTo(Status.OK);
        assertThat(second.tables()).allMatch(table -> table.deleted() == 0);
        assertThat(project.query("SELECT version FROM r")).containsExactly("a");
        syncFile("b", SyncOptions.DEFAULT);
        syncFile("b", SyncOptions.DEFAULT);
        assertThat(project.query("SELECT version FROM r")).containsExactly("b");
    }

    private void dropTable() throws SQLException {
        String warehouse = "jdbc:duckdb:" + project.project().warehouse();
        try (Connection connection = DriverManager.getConnection(warehouse);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE raw_s.r");
        }
    }

    @Test
    void aReplacedTableComesBackWhenItIsGoneOrToBeRefreshed() throws SQLException {
        syncFile("a", SyncOptions.DEFAULT);
        dropTable();
        syncFile("a", SyncOptions.DEFAULT);
        assertThat(project.query("SELECT version FROM r")).containsExactly("a");
        assertThat(syncFile("a", FULL_REFRESH).tables()).anyMatch(table -> table.read() == 1);
    }
}
