package dev.dango.engine.load;

import dev.dango.engine.dlt.StateDocument;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the original Dango, which loads with dlt, left of a source.
 *
 * @param state dlt's state; empty if there is none, or none that can be read
 * @param unreadable why there is a state that cannot be read; empty if there is none
 * @param names what the source may be called in the state, the likeliest first
 * @param taken the resources of which Dango has positions of its own
 * @param files the files that were loaded
 */
public record Original(
        Optional<StateDocument> state,
        Optional<String> unreadable,
        List<String> names,
        Set<String> taken,
        OriginalFiles files) {

    /** Nothing. */
    static final Original NONE =
            new Original(
                    Optional.empty(), Optional.empty(), List.of(), Set.of(), OriginalFiles.none());

    /** Looks for it in the tables of dlt and of the original Dango. */
    static Original read(Session session, WarehouseSchema shape, String source, Set<String> taken)
            throws SQLException {
        OriginalFiles files =
                taken.contains(source)
                        ? OriginalFiles.none()
                        : OriginalFiles.read(session, shape, source);
        Optional<PipelineStates.Stored> stored =
                shape.has(PipelineStates.TABLE) && shape.has(LoadLog.TABLE)
                        ? new PipelineStates(session, shape.schema(), source).newest()
                        : Optional.empty();
        if (stored.isEmpty()) {
            return new Original(Optional.empty(), Optional.empty(), List.of(), taken, files);
        }
        List<String> names = List.of(source, stored.get().schemaName());
        try {
            StateDocument state = StateDocument.decode(stored.get().document());
            return new Original(Optional.of(state), Optional.empty(), names, taken, files);
        } catch (IOException e) {
            return new Original(Optional.empty(), Optional.of(e.getMessage()), names, taken, files);
        }
    }
}
