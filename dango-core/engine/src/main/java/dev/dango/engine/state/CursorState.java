package dev.dango.engine.state;

import java.util.List;

/**
 * Where a slice stands.
 *
 * @param position as the connector or the engine wrote it
 * @param boundary hashes of the records at the position, so that they are not loaded again; empty
 *     when the write mode makes that needless
 */
public record CursorState(String position, List<String> boundary) {

    /** Copies. */
    public CursorState {
        boundary = List.copyOf(boundary);
    }

    /**
     * A position without a boundary.
     *
     * @param position any text
     * @return never null
     */
    public static CursorState at(String position) {
        return new CursorState(position, List.of());
    }
}
