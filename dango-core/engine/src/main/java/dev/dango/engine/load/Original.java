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
 * @param resting those of them that have not moved since they were taken over
 * @param files the files that were loaded
 */
public record Original(
        Optional<StateDocument> state,
        Optional<String> unreadable,
        List<String> names,
        Set<String> taken,
        Set<String> resting,
        OriginalFiles files) {

    /** Nothing. */
    static final Original NONE =
            new Original(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Set.of(),
                    Set.of(),
                    OriginalFiles.none());

    /** Looks for it in the tables of dlt and of the original Dango. */
    static Original read(Session session, WarehouseSchema shape, String source)
            throws SQLException {
        boolean isKnown = shape.has(StateStore.TABLE);
        StateStore store = new StateStore(session, shape.schema());
        Set<String> taken = isKnown ? store.resources() : Set.of();
        Set<String> resting = isKnown ? store.resting() : Set.of();
        OriginalFiles files =
                taken.contains(source)
                        ? OriginalFiles.none()
                        : OriginalFiles.read(session, shape, source);
        Optional<PipelineStates.Stored> stored =
                shape.has(PipelineStates.TABLE) && shape.has(LoadLog.TABLE)
                        ? new PipelineStates(session, shape.schema(), source).newest()
                        : Optional.empty();
        Optional<StateDocument> state = Optional.empty();
        Optional<String> unreadable = Optional.empty();
        if (stored.isPresent()) {
            try {
                state = Optional.of(StateDocument.decode(stored.get().document()));
            } catch (IOException e) {
                unreadable = Optional.of(e.getMessage());
            }
        }
        List<String> names =
                stored.map(found -> List.of(source, found.schemaName())).orElse(List.of(source));
        return new Original(state, unreadable, names, taken, resting, files);
    }
}
