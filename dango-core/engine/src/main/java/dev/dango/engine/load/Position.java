package dev.dango.engine.load;

import dev.dango.spi.Slice;
import java.time.Instant;

/**
 * Where a slice of a resource stands.
 *
 * @param resource its name
 * @param slice the slice's id
 * @param position as the connector or the engine wrote it
 * @param loadId the load that wrote it, or {@link #REWOUND}
 * @param updatedAt when
 */
public record Position(
        String resource, String slice, String position, String loadId, Instant updatedAt) {

    /** In place of a load: the user set it back. */
    public static final String REWOUND = "rewind";

    /**
     * Whether the resource is read in one piece, whose name tells people nothing.
     *
     * @return true for the slice that stands for all
     */
    public boolean isWhole() {
        return slice.equals(Slice.WHOLE.id());
    }
}
