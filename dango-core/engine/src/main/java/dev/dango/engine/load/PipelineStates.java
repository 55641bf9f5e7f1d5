package dev.dango.engine.load;

import dev.dango.engine.dlt.ResourceState;
import dev.dango.engine.dlt.StateDocument;
import dev.dango.engine.record.Names;
import dev.dango.engine.state.CursorKey;
import dev.dango.engine.state.CursorState;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.Slice;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * dlt's table of states, {@code _dlt_pipeline_state}. Dango's own positions are in {@link
 * StateStore}; what of them dlt can express is told here as well, for tools that read dlt's table.
 */
final class PipelineStates {

    static final String TABLE = "_dlt_pipeline_state";

    /** Only the newest state is of use to anybody; dlt keeps all of them for ever. */
    private static final int KEPT = 10;

    private static final int ID_BYTES = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Session session;
    private final String schema;
    private final String table;
    private final String source;

    PipelineStates(Session session, String schema, String source) {
        this.session = session;
        this.schema = schema;
        this.table = Sql.table(schema, TABLE);
        this.source = source;
    }

    /**
     * A state that a finished load brought.
     *
     * @param document as it is stored
     * @param schemaName what dlt called the source
     */
    record Stored(String document, String schemaName) {}

    void create() throws SQLException {
        session.execute(
                "CREATE TABLE IF NOT EXISTS "
                        + table
                        + " (version BIGINT NOT NULL, engine_version BIGINT NOT NULL,"
                        + " pipeline_name VARCHAR NOT NULL, state VARCHAR NOT NULL,"
                        + " created_at TIMESTAMP WITH TIME ZONE NOT NULL, version_hash VARCHAR,"
                        + " _dlt_load_id VARCHAR NOT NULL, _dlt_id VARCHAR NOT NULL)");
    }

    /** The newest state of a finished load; what an aborted one left counts for nothing. */
    Optional<Stored> newest() throws SQLException {
        return session
                .query(
                        ("SELECT s.state, coalesce(l.schema_name, '') FROM %s AS s"
                                        + " JOIN %s AS l ON l.load_id = s._dlt_load_id"
                                        + " WHERE l.status = 0 ORDER BY s.pipeline_name = %s DESC,"
                                        + " TRY_CAST(l.load_id AS DECIMAL(38,9)) DESC NULLS LAST,"
                                        + " s.created_at DESC LIMIT 1")
                                .formatted(
                                        table, Sql.table(schema, LoadLog.TABLE), Sql.text(source)),
                        row -> new Stored(row.getString(1), row.getString(2)))
                .stream()
                .findFirst();
    }

    /**
     * Adds a row if the positions are others than the newest row says.
     *
     * @param schemaName what dlt calls the source
     * @param resources all that were looked at in this load
     * @param state where their positions are
     */
    void record(String loadId, String schemaName, List<ResourceLoad> resources, StateStore state)
            throws SQLException {
        StateDocument document = continued();
        String part = document.claim(List.of(source, schemaName), StateStore.TABLE);
        for (ResourceLoad resource : resources) {
            if (resource.cursorKind() != null) {
                ResourceState before =
                        document.resource(
                                        List.of(part),
                                        name -> Names.path(name).equals(resource.table()))
                                .orElse(ResourceState.empty(resource.resource()));
                document.put(part, now(before, resource, state));
            }
        }
        if (document.settle()) {
            add(document, loadId);
            prune();
        }
    }

    /** A state that cannot be read is of no use to others either, so a new one takes its place. */
    private StateDocument continued() throws SQLException {
        Optional<Stored> stored = newest();
        if (stored.isPresent()) {
            try {
                return StateDocument.decode(stored.get().document());
            } catch (IOException e) {
                return StateDocument.empty(source, schema);
            }
        }
        return StateDocument.empty(source, schema);
    }

    /** dlt has one position per cursor; several slices, or opaque positions, it cannot express. */
    private static ResourceState now(ResourceState before, ResourceLoad resource, StateStore state)
            throws SQLException {
        if (resource.cursorKind() == CursorSpec.Kind.OPAQUE) {
            return before.reset();
        }
        Map<String, CursorState> slices = state.read(resource.resource());
        CursorState whole = slices.get(Slice.WHOLE.id());
        if (whole == null || slices.size() > 1) {
            return before.reset();
        }
        return before.at(
                resource.cursorField(),
                CursorKey.parse(resource.cursorKind(), whole.position()).value(),
                whole.boundary());
    }

    private void add(StateDocument document, String loadId) throws SQLException {
        session.execute(
                ("INSERT INTO %s (version, engine_version, pipeline_name, state, created_at,"
                                + " version_hash, _dlt_load_id, _dlt_id)"
                                + " VALUES (%d, %d, %s, %s, now(), %s, %s, %s)")
                        .formatted(
                                table,
                                document.version(),
                                StateDocument.ENGINE_VERSION,
                                Sql.text(document.pipeline().orElse(source)),
                                Sql.text(document.encode()),
                                Sql.text(document.hash().orElseThrow()),
                                Sql.text(loadId),
                                Sql.text(newId())));
    }

    private void prune() throws SQLException {
        session.execute(
                ("DELETE FROM %s WHERE rowid IN (SELECT rowid FROM %s"
                                + " ORDER BY created_at DESC, version DESC OFFSET %d)")
                        .formatted(table, table, KEPT));
    }

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
