package dev.dango.engine.project;

import java.util.Locale;
import java.util.Optional;

/** What counts as true and as false. */
public final class Truth {

    private Truth() {}

    /**
     * Reads a truth value as YAML 1.1 and the original do.
     *
     * @param value a Boolean, or true, yes, on, false, no or off in any case
     * @return empty if it is none of these
     */
    public static Optional<Boolean> of(Object value) {
        return switch (String.valueOf(value).toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
