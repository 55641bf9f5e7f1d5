package dev.dango.engine.sync;

import dev.dango.engine.load.LoadEntry;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.state.TableCatalog;
import java.util.List;
import java.util.Map;

/** Shows the loads of a source, and takes one back. */
public final class LoadEditor {

    private final SourceTurn turn;

    /**
     * Prepares.
     *
     * @param entry the source
     * @param environment what all sources share
     * @param listener hears what is waited for
     * @param cancellation ends a wait
     */
    public LoadEditor(
            SourceEntry entry,
            SyncEnvironment environment,
            SyncListener listener,
            CancellationSource cancellation) {
        this.turn = new SourceTurn(entry, environment, listener, cancellation);
    }

    /**
     * The loads.
     *
     * @param limit how many at most
     * @return the newest first
     */
    public List<LoadEntry> newest(int limit) {
        return turn.editor().loads(limit);
    }

    /**
     * Whether a load is one of this source.
     *
     * @param loadId its id
     * @return true if it is in the warehouse
     */
    public boolean has(String loadId) {
        return turn.editor().hasLoad(loadId);
    }

    /**
     * Says whether a load can be taken back, without doing it.
     *
     * @param loadId its id
     * @throws dev.dango.spi.SourceException of kind CONFIG if it cannot be undone exactly
     */
    public void requireUndoable(String loadId) {
        turn.editor()
                .refusal(loadId)
                .ifPresent(
                        reason -> {
                            throw reason;
                        });
    }

    /**
     * Takes a load back: its rows go, and positions are what they were before.
     *
     * @param loadId its id
     * @return how many rows each table lost
     * @throws dev.dango.spi.SourceException of kind CONFIG if it cannot be undone exactly; nothing
     *     has changed
     */
    public Map<String, Long> undo(String loadId) {
        SyncEnvironment environment = turn.environment();
        TableCatalog catalog =
                new TableCatalog(
                        environment.project().state(), turn.entry().name(), environment.steps());
        return turn.alone("undoing a load of", () -> turn.editor().undo(loadId, catalog));
    }
}
