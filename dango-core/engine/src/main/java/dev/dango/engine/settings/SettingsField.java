package dev.dango.engine.settings;

import dev.dango.engine.settings.SettingsType.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One setting of a connector.
 *
 * @param name what users write, in snake_case
 * @param aliases other names under which it is accepted
 * @param type what it holds
 * @param optional whether the connector can do without a value, as an {@code Optional}
 * @param doc what it is for, one sentence
 * @param defaultValue the value when there is none, as a user would write it; may be empty
 * @param example a value one could give; may be empty
 * @param pattern what the whole text must match; may be empty
 * @param env the variable that usually holds it; may be empty
 */
public record SettingsField(
        String name,
        List<String> aliases,
        SettingsType type,
        boolean optional,
        String doc,
        String defaultValue,
        String example,
        String pattern,
        String env) {

    /**
     * Whether there must be a value.
     *
     * @return false for an Optional, a list, a mapping of values, and when there is a default
     */
    public boolean required() {
        return !optional
                && defaultValue.isEmpty()
                && type.kind() != Kind.LIST
                && type.kind() != Kind.MAP;
    }

    /**
     * Whether the value must not be seen.
     *
     * @return true for a {@link dev.dango.spi.Secret}, and a list or mapping of them
     */
    public boolean secret() {
        return type.element().orElse(type).kind() == Kind.SECRET;
    }

    /**
     * The words it can hold.
     *
     * @return in order; empty unless it is an enum, or a list of them
     */
    public List<String> choices() {
        return choices(type.element().orElse(type));
    }

    static List<String> choices(SettingsType type) {
        if (type.kind() != Kind.ENUM) {
            return List.of();
        }
        return Arrays.stream(type.javaClass().getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * All names under which a value may stand.
     *
     * @return the name first
     */
    public List<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream()).toList();
    }
}
