package dev.dango.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse made by the original opens and goes on. */
class TakeoverTest {

    private static final String EVENTS =
            """
            CREATE TABLE raw_s.events (id BIGINT, seen_at TIMESTAMP WITH TIME ZONE,
              _dlt_load_id VARCHAR NOT NULL, _dlt_id VARCHAR NOT NULL);
            INSERT INTO raw_s.events VALUES (1, '2024-01-01T00:00:00Z', '1700000000.5', 'r1'),
              (2, '2024-01-02T00:00:00Z', '1700000000.5', 'r2');
            """;

    /** dlt's: SHAKE-128 of the record with sorted keys. */
    private static final String HASH_OF_TWO = "bVtylpmkLeJoebiA/jF1";

    /** Records 2 and 3 share the position at which the original stood. */
    private static final String PAGE =
            """
            [{"id":1,"seen_at":"2024-01-01T00:00:00Z"},{"id":2,"seen_at":"2024-01-02T00:00:00Z"},
             {"id":3,"seen_at":"2024-01-02T00:00:00Z"},{"id":4,"seen_at":"2024-01-03T00:00:00Z"}]
            """;

    private static final ResourceSpec EVENT_SPEC =
            ResourceSpec.named("events").cursor(CursorSpec.timestamp("seen_at"));

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

    private OriginalWarehouse original() throws SQLException, IOException {
        return OriginalWarehouse.in(project.project());
    }

    private List<String> ids(String table) {
        return project.query("SELECT id FROM " + table + " ORDER BY ALL");
    }

    /** The newest state, decoded by the rules dlt documents. */
    private JsonNode state() throws IOException {
        String stored =
                project.query(
                                "SELECT s.state FROM _dlt_pipeline_state s JOIN _dlt_loads l ON l.load_id = s._dlt_load_id WHERE l.status = 0 ORDER BY s.created_at DESC LIMIT 1")
                        .get(0);
        byte[] bytes = Base64.getDecoder().decode(stored);
        try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void anAppendingTableGoesOnAtItsBoundary() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse
                    .run(EVENTS)
                    .finished("1700000000.5")
                    .state(
                            "1700000000.5",
                            """
                            {"events":{"incremental":{"seen_at":{"initial_value":null,
                              "last_value":"2024-01-02T00:00:00Z","unique_hashes":["%s"]}}}}
                            """
                                    .formatted(HASH_OF_TWO));
        }
        project.offering(json(EVENT_SPEC, PAGE));
        assertThat(ok().warnings()).isEmpty();
        assertThat(ids("events")).containsExactly("1", "2", "3", "4");
        assertThat(ok().loadId()).isEmpty();
        assertThat(project.query("SELECT id FROM staging.stg_mine")).containsExactly("42");

        JsonNode cursor = state().at("/sources/vendor_source/resources/events/incremental/seen_at");
        assertThat(cursor.get("last_value").asText()).isEqualTo("2024-01-03T00:00:00Z");
        assertThat(cursor.get("start_value").asText()).isEqualTo("2024-01-02T00:00:00Z");
        assertThat(cursor.get("unique_hashes")).hasSize(1);
    }

    @Test
    void rowsAtTheBoundaryAreKnownByTheirCellsWhereTheirHashIsAnother() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse
                    .run(EVENTS)
                    .finished("1700000000.5")
                    .state(
                            "1700000000.5",
                            "{\"events\":{\"incremental\":{\"seen_at\":{\"last_value\":\"2024-01-02T00:00:00Z\",\"unique_hashes\":[\"other\"]}}}}");
        }
        project.offering(
                Resource.of(
                        EVENT_SPEC,
                        (slice, context, out) -> {
                            throw SourceException.of(ErrorKind.PERMISSION, "not today");
                        }));
        assertThat(project.sync().status()).isEqualTo(Status.FAILED);
        project.offering(json(EVENT_SPEC, PAGE));
        ok();
        assertThat(ids("events")).containsExactly("1", "2", "3", "4");
    }

    @Test
    void pointsInTimeThatJsonLacksAreUnderstood() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse
                    .run(EVENTS)
                    .finished("1700000000.5")
                    .state(
                            "1700000000.5",
                            "{\"Events\":{\"incremental\":{\"seen_at\":{\"last_value\":\"\uf0272024-01-02T00:00:00.000001+00:00\"}}}}");
        }
        project.offering(json(EVENT_SPEC, PAGE));
        ok();
        assertThat(ids("events")).containsExactly("1", "2", "4");
        assertThat(
                        state().at(
                                        "/sources/vendor_source/resources/Events/incremental/seen_at/last_value")
                                .asText())
                .isEqualTo("\uf0272024-01-03T00:00:00+00:00");
    }

    @Test
    void whatAnAbortedLoadLeftCountsForNothing() throws Exception {
        String last = "{\"events\":{\"incremental\":{\"seen_at\":{\"last_value\":\"%s\"}}}}";
        try (OriginalWarehouse warehouse = original()) {
            warehouse
                    .run(EVENTS)
                    .finished("1700000000.5")
                    .state("1700000000.5", last.formatted("2024-01-02T00:00:01Z"))
                    .state("1700000009.5", last.formatted("2024-01-09T00:00:00Z"));
        }
        project.offering(json(EVENT_SPEC, PAGE));
        ok();
        assertThat(ids("events")).containsExactly("1", "2", "4");
    }

    @Test
    void aMergingTableGetsTheRootsOfItsOldChildren() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse
                    .run(
                            """
                            CREATE TABLE raw_s.orders (id BIGINT NOT NULL, u BIGINT, _dlt_load_id VARCHAR NOT NULL, _dlt_id VARCHAR NOT NULL);
                            CREATE TABLE raw_s.orders__lines (sku VARCHAR, _dlt_parent_id VARCHAR NOT NULL, _dlt_list_idx BIGINT NOT NULL, _dlt_id VARCHAR NOT NULL);
                            CREATE TABLE raw_s.orders__lines__tags (value VARCHAR, _dlt_parent_id VARCHAR NOT NULL, _dlt_list_idx BIGINT NOT NULL, _dlt_id VARCHAR NOT NULL);
                            INSERT INTO raw_s.orders VALUES (1, 5, '1700000000.5', 'o1'), (2, 6, '1700000000.5', 'o2');
                            INSERT INTO raw_s.orders__lines VALUES ('a', 'o1', 0, 'l1'), ('b', 'o2', 0, 'l2');
                            INSERT INTO raw_s.orders__lines__tags VALUES ('x', 'l1', 0, 't1'), ('y', 'l2', 0, 't2');
                            """)
                    .finished("1700000000.5")
                    .state(
                            "1700000000.5",
                            "{\"orders\":{\"incremental\":{\"u\":{\"last_value\":6}}}}");
        }
        project.offering(
                json(
                        ResourceSpec.named("orders")
                                .primaryKey("id")
                                .cursor(CursorSpec.number("u")),
                        """
                        [{"id":1,"u":5,"lines":[{"sku":"old","tags":["no"]}]},
                         {"id":2,"u":7,"lines":[{"sku":"c","tags":["z"]}]}]
                        """));
        ok();
        assertThat(project.query("SELECT id, u FROM orders ORDER BY 1"))
                .containsExactly("1|5", "2|7");
        assertThat(
                        project.query(
                                "SELECT sku, _dlt_root_id = (SELECT _dlt_id FROM orders o WHERE o._dlt_id = l._dlt_parent_id) FROM orders__lines l ORDER BY 1"))
                .containsExactly("a|true", "c|true");
        assertThat(
                        project.query(
                                "SELECT value, o.id FROM orders__lines__tags t JOIN orders o ON o._dlt_id = t._dlt_root_id ORDER BY 1"))
                .containsExactly("x|1", "z|2");
    }

    @Test
    void aReplacedTableNeedsNoPosition() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse.run(EVENTS).finished("1700000000.5").rawState("1700000000.5", "!broken!");
        }
        project.offering(json(ResourceSpec.named("events"), "[{\"id\":9}]"));
        ok();
        assertThat(ids("events")).containsExactly("9");
    }

    @Test
    void aBrokenStateStopsTheTableUntilItIsReadAnew() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse.run(EVENTS).finished("1700000000.5").rawState("1700000000.5", "!broken!");
        }
        project.offering(json(EVENT_SPEC, PAGE));
        SourceReport report = project.sync();
        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .contains("_dlt_pipeline_state", "Base64", "events"));
        assertThat(ids("events")).containsExactly("1", "2");

        assertThat(project.sync(fullRefresh()).status()).isEqualTo(Status.OK);
        assertThat(ids("events")).containsExactly("1", "2", "3", "4");
        assertThat(ok().loadId()).isEmpty();
    }

    private static SyncOptions fullRefresh() {
        return SyncOptions.DEFAULT.refreshing();
    }

    @Test
    void aPositionByAnotherColumnIsRefusedWhereRowsWouldDouble() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse
                    .run(EVENTS)
                    .finished("1700000000.5")
                    .state(
                            "1700000000.5",
                            "{\"events\":{\"incremental\":{\"changed\":{\"last_value\":7}}}}");
        }
        project.offering(json(EVENT_SPEC, PAGE));
        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .contains("by changed, not by seen_at", "added again"));
        assertThat(ids("events")).containsExactly("1", "2");

        project.offering(json(EVENT_SPEC.primaryKey("id").mode(WriteMode.MERGE), PAGE));
        assertThat(ok().warnings())
                .singleElement()
                .satisfies(
                        warning -> assertThat(warning).contains("events is read from its start"));
        assertThat(ids("events")).containsExactly("1", "2", "3", "4");
        assertThat(ok().warnings()).isEmpty();
    }

    @Test
    void aPositionOfAnotherTypeIsNoPosition() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse
                    .run(EVENTS)
                    .finished("1700000000.5")
                    .state(
                            "1700000000.5",
                            "{\"events\":{\"incremental\":{\"seen_at\":{\"last_value\":\"soon\"}}}}");
        }
        project.offering(json(EVENT_SPEC, PAGE));
        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .contains(
                                                "\"soon\" by seen_at, which is no point in time"));
    }

    @Test
    void aConnectorTakesOverWhatOnlyItUnderstands() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse
                    .run(EVENTS)
                    .finished("1700000000.5")
                    .state("1700000000.5", "{\"all_events\":{\"offsets\":{\"0\":2}}}");
        }
        project.offering(new Partition());
        ok();
        assertThat(ids("events")).containsExactly("1", "2", "3");
        JsonNode resources = state().at("/sources/vendor_source/resources");
        assertThat(resources.at("/all_events/offsets/0").asInt()).isEqualTo(2);
        assertThat(resources.at("/events").toString()).isEqualTo("{\"_dango\":{}}");
        ok();
        assertThat(ids("events")).containsExactly("1", "2", "3");
    }

    /** Its position is the number of the last record. */
    private static final class Partition implements Resource {

        @Override
        public ResourceSpec spec() {
            return ResourceSpec.named("events").cursor(CursorSpec.opaque());
        }

        @Override
        public List<Slice> slices(ReadContext context) {
            return List.of(Slice.of("0"));
        }

        @Override
        public Map<String, String> adopt(Map<String, ?> original) {
            Map<?, ?> offsets = (Map<?, ?>) ((Map<?, ?>) original.get("all_events")).get("offsets");
            return Map.of("0", String.valueOf(offsets.get("0")));
        }

        @Override
        public void read(Slice slice, ReadContext context, RecordSink out) {
            long last = Long.parseLong(context.cursor().position().orElse("0"));
            for (long id = last + 1; id <= 3; id++) {
                out.row(Map.of("id", id));
            }
            context.cursor().advanceTo("3");
        }
    }

    @Test
    void theSeriesOfVersionsGoesOn() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse
                    .run(EVENTS)
                    .finished("1700000000.5")
                    .version(
                            7,
                            "oldhash",
                            """
                            {"version":7,"version_hash":"oldhash","engine_version":11,"name":"vendor_source",
                             "tables":{"events":{"name":"events","write_disposition":"append","x-note":"kept","columns":{
                              "seen_at":{"name":"seen_at","data_type":"timestamp","nullable":true,"x-hint":1},
                              "id":{"name":"id","data_type":"bigint","nullable":false}}}},
                             "settings":{"detections":["iso_timestamp"]},"previous_hashes":["older"]}
                            """)
                    .state(
                            "1700000000.5",
                            "{\"events\":{\"incremental\":{\"seen_at\":{\"last_value\":\"2024-01-02T00:00:01Z\"}}}}");
        }
        project.offering(json(EVENT_SPEC, PAGE));
        ok();
        assertThat(project.query("SELECT DISTINCT schema_name FROM _dlt_loads"))
                .containsExactly("vendor_source");
        List<String> newest =
                project.query(
                        "SELECT version, engine_version, schema_name, version_hash = (SELECT schema_version_hash FROM _dlt_loads ORDER BY inserted_at DESC LIMIT 1) FROM _dlt_version ORDER BY version DESC");
        assertThat(newest).containsExactly("8|11|vendor_source|true", "7|11|vendor_source|false");
        JsonNode schema =
                new ObjectMapper()
                        .readTree(
                                project.query(
                                                "SELECT schema FROM _dlt_version ORDER BY version DESC LIMIT 1")
                                        .get(0));
        assertThat(schema.at("/previous_hashes").toString()).isEqualTo("[\"oldhash\",\"older\"]");
        assertThat(schema.at("/tables/events/x-note").asText()).isEqualTo("kept");
        assertThat(schema.at("/tables/events/columns/seen_at/x-hint").asInt()).isEqualTo(1);
        List<String> columns = new ArrayList<>();
        schema.at("/tables/events/columns").fieldNames().forEachRemaining(columns::add);
        assertThat(columns).containsExactly("seen_at", "id", "_dlt_load_id", "_dlt_id");
        assertThat(schema.at("/tables/_dlt_loads/write_disposition").asText()).isEqualTo("skip");
        assertThat(
                        schema.at("/tables/_dlt_pipeline_state/columns/version_hash/nullable")
                                .asBoolean())
                .isTrue();

        project.offering(json(EVENT_SPEC, "[{\"id\":5,\"seen_at\":\"2024-02-01T00:00:00Z\"}]"));
        ok();
        assertThat(project.query("SELECT count(*) FROM _dlt_version")).containsExactly("2");
        assertThat(project.query("SELECT count(*) FROM _dlt_pipeline_state")).containsExactly("3");
    }

    @Test
    void aProjectThatNeverSawTheOriginalHasDltsTablesAsWell() throws Exception {
        ResourceSpec merged =
                ResourceSpec.named("r").primaryKey("id").cursor(CursorSpec.number("id"));
        for (int id = 1; id <= 12; id++) {
            project.offering(
                    json(merged, "[{\"id\":%d,\"c\":[1]}]".formatted(id)),
                    json(ResourceSpec.named("whole"), "[{\"id\":1}]"));
            ok();
        }
        assertThat(
                        project.query(
                                "SELECT count(*), max(version), any_value(pipeline_name), any_value(engine_version) FROM _dlt_pipeline_state"))
                .containsExactly("10|12|s|4");
        JsonNode state = state();
        assertThat(state.at("/_state_version").asInt()).isEqualTo(12);
        assertThat(state.at("/sources/s/resources/r/incremental/id/last_value").asInt())
                .isEqualTo(12);
        assertThat(state.at("/sources/s/resources/whole").isMissingNode()).isTrue();
        assertThat(project.query("SELECT version FROM _dlt_version")).containsExactly("2");
        JsonNode tables =
                new ObjectMapper()
                        .readTree(project.query("SELECT schema FROM _dlt_version").get(0))
                        .get("tables");
        assertThat(tables.at("/r/write_disposition").asText()).isEqualTo("merge");
        assertThat(tables.at("/r/columns/id").toString())
                .isEqualTo(
                        "{\"name\":\"id\",\"data_type\":\"bigint\",\"primary_key\":true,\"nullable\":false}");
        assertThat(tables.at("/r__c/parent").asText()).isEqualTo("r");
        assertThat(tables.at("/whole/write_disposition").asText()).isEqualTo("replace");
    }

    private void issuesWithoutKeys() throws Exception {
        try (OriginalWarehouse warehouse = original()) {
            warehouse.run(
                    """
                    CREATE TABLE raw_s.issues (title VARCHAR, _dlt_load_id VARCHAR NOT NULL,
                      _dlt_id VARCHAR NOT NULL);
                    INSERT INTO raw_s.issues VALUES ('a', '1700000000.5', 'r1'),
                      ('b', '1700000000.5', 'r2');
                    """);
        }
        project.offering(
                json(
                        ResourceSpec.named("issues").primaryKey("id").mode(WriteMode.MERGE),
                        "[{\"id\":1,\"title\":\"a\"},{\"id\":2,\"title\":\"b\"}]"));
    }

    /** The original read some tables without what identifies their records. */
    @Test
    void rowsWithoutTheKeyMakeRoomForAllRowsWithIt() throws Exception {
        issuesWithoutKeys();
        ok();
        assertThat(project.query("SELECT id, title FROM issues ORDER BY id"))
                .containsExactly("1|a", "2|b");
        assertThat(ok().tables()).allMatch(table -> table.deleted() == 0);
    }

    @Test
    void rowsWithoutTheKeyStayWhenOnlySomeRowsCome() throws Exception {
        issuesWithoutKeys();
        SourceReport report = project.sync(SyncOptions.DEFAULT.limit(1));
        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIG.name());
                            assertThat(failure.message()).contains("2 rows without id");
                            assertThat(failure.hint()).contains("--full-refresh");
                        });
        assertThat(project.query("SELECT title FROM issues ORDER BY title"))
                .containsExactly("a", "b");
    }
}
