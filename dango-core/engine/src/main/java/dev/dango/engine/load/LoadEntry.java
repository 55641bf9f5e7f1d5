package dev.dango.engine.load;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A load in the warehouse.
 *
 * @param source the source's name
 * @param loadId its id in {@code _dlt_loads}
 * @param loadedAt when it was committed
 * @param tables the tables it changed; empty if that was not noted
 * @param inserted rows added to those
 * @param updated rows replaced
 * @param deleted rows removed
 * @param refusal why it cannot be undone; empty if it can
 */
public record LoadEntry(
        String source,
        String loadId,
        Instant loadedAt,
        List<String> tables,
        long inserted,
        long updated,
        long deleted,
        Optional<String> refusal) {}
