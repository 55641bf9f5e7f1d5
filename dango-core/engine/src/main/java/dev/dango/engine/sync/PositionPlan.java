package dev.dango.engine.sync;

import dev.dango.engine.load.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of positions.
 *
 * @param changes the new positions; empty for one that is forgotten
 * @param notes what is left as it is, and why, in sentences
 */
public record PositionPlan(Map<Position, Optional<String>> changes, List<String> notes) {}
