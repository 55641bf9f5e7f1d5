package dev.dango.engine.load;

import dev.dango.engine.load.LoadNotes.Moved;
import dev.dango.engine.load.LoadNotes.Note;
import dev.dango.engine.load.StateRows.Row;
import dev.dango.engine.record.Rejects;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a load back that only added rows: its rows go, and the positions are again what they were
 * before it. Refuses whatever could not be undone exactly. Columns and tables that the load made
 * stay.
 */
final class LoadUndo {

    private final Session session;
    private final WarehouseSchema shape;
    private final LoadLog log;
    private final LoadNotes notes;
    private final StateRows state;

    LoadUndo(Session session, WarehouseSchema shape) {
        this.session = session;
        this.shape = shape;
        this.log = new LoadLog(session, shape.schema());
        this.notes = new LoadNotes(session, shape.schema());
        this.state = new StateRows(session, shape.schema());
    }

    /**
     * Why a load cannot be undone.
     *
     * @return empty if it can
     */
    Optional<SourceException> refusal(String loadId) throws SQLException {
        List<Note> noted = shape.has(LoadNotes.TABLE) ? notes.of(loadId) : List.of();
        if (noted.isEmpty()) {
            return refused(
                    loadId,
                    "it was written by another program, or by a version that did not note what it changed",
                    "");
        }
        for (Note note : noted) {
            Optional<SourceException> refusal = refusal(loadId, note);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private Optional<SourceException> refusal(String loadId, Note note) throws SQLException {
        String table = "table " + note.table();
        String again = "Load it again with dango sync --full-refresh if it is wrong.";
        if (!note.onlyAdded()) {
            String what =
                    note.files() > 0
                            ? "it brought files into " + table
                            : note.mode().equals("replace")
                                    ? "it replaced " + table
                                    : "it changed or removed rows of " + table;
            return refused(loadId, what + ", and what was there before is not kept", again);
        }
        List<String> later = notes.after(loadId, note, Sql.table(shape.schema(), LoadLog.TABLE));
        if (!later.isEmpty()) {
            return refused(
                    loadId,
                    "%s was loaded again after it".formatted(table),
                    "Undo load %s first.".formatted(later.get(0)));
        }
        long rows = rows(loadId, note);
        if (rows != note.inserted()) {
            return refused(
                    loadId,
                    "%s has %d rows of it, but it brought %d"
                            .formatted(table, rows, note.inserted()),
                    again);
        }
        return movedSince(loadId, note)
                ? refused(
                        loadId,
                        "the position of %s was changed after it".formatted(note.resource()),
                        "")
                : Optional.empty();
    }

    private long rows(String loadId, Note note) throws SQLException {
        return shape.has(note.table())
                ? session.number(
                        "SELECT count(*) FROM %s WHERE %s = %s"
                                .formatted(
                                        Sql.table(shape.schema(), note.table()),
                                        TableChanges.LOAD_ID,
                                        Sql.text(loadId)))
                : 0;
    }

    private boolean movedSince(String loadId, Note note) throws SQLException {
        Map<String, Row> now = state.of(note.resource());
        for (Moved moved : note.positions()) {
            Row row = now.get(moved.slice());
            boolean asLeft =
                    moved.kept() ? row != null && row.loadId().equals(loadId) : row == null;
            if (!asLeft) {
                return true;
            }
        }
        return false;
    }

    private static Optional<SourceException> refused(String loadId, String reason, String hint) {
        return Optional.of(
                SourceException.of(
                                ErrorKind.CONFIG,
                                "load %s cannot be undone: %s".formatted(loadId, reason))
                        .hint(hint));
    }

    /** Undoes, in the caller's transaction; answers how many rows each table lost. */
    Map<String, Long> run(String loadId) throws SQLException {
        Optional<SourceException> refusal = refusal(loadId);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        ResourceCounts counts = new ResourceCounts();
        for (Note note : notes.of(loadId)) {
            if (shape.has(note.table())) {
                new RowDeletion(session, shape, note.table(), counts)
                        .where(TableChanges.LOAD_ID + " = " + Sql.text(loadId));
            }
            for (Moved moved : note.positions()) {
                state.restore(note.resource(), moved.slice(), moved.before());
            }
        }
        forget(Rejects.TABLE, "load_id", loadId);
        forget(PipelineStates.TABLE, TableChanges.LOAD_ID, loadId);
        notes.delete(loadId);
        log.delete(loadId);
        Map<String, Long> deleted = new LinkedHashMap<>();
        counts.tables().forEach((table, of) -> deleted.put(table, of.deleted));
        return deleted;
    }

    private void forget(String table, String column, String loadId) throws SQLException {
        if (shape.has(table)) {
            session.execute(
                    "DELETE FROM %s WHERE %s = %s"
                            .formatted(Sql.table(shape.schema(), table), column, Sql.text(loadId)));
        }
    }
}
