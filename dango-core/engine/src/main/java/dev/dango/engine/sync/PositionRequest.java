package dev.dango.engine.sync;

import java.util.Optional;

/**
 * What is to become of positions.
 *
 * @param table of which table or resource; empty for all of the source
 * @param slice of which slice; empty for all
 * @param to where to set them back to; empty to forget them
 * @param force whether also where rows would come twice
 */
public record PositionRequest(
        Optional<String> table, Optional<String> slice, Optional<String> to, boolean force) {}
