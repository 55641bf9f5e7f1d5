package dev.dango.spi;

import java.util.Map;
import java.util.Objects;

/**
 * An independent piece of a resource: data only, so that it can be logged, tried again and sent to
 * another process.
 *
 * @param id unique within the resource and the same on every run; the key of the slice's position
 * @param parameters whatever the connector needs to read it; no secrets
 */
public record Slice(String id, Map<String, String> parameters) {

    /** The only slice of a resource that is read in one piece. */
    public static final Slice WHOLE = new Slice("whole", Map.of());

    /**
     * Checks and copies.
     *
     * @param id unique within the resource
     * @param parameters whatever the connector needs
     */
    public Slice {
        Objects.requireNonNull(id, "id");
        parameters = Map.copyOf(parameters);
    }

    /**
     * A slice that its id describes fully.
     *
     * @param id unique within the resource
     * @return never null
     */
    public static Slice of(String id) {
        return new Slice(id, Map.of());
    }
}
