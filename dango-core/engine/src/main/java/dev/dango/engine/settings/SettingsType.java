package dev.dango.engine.settings;

import java.util.Optional;

/**
 * What a setting holds.
 *
 * @param kind the sort of value
 * @param javaClass the class of the value, of one element for lists and maps
 * @param element what a list or map holds
 * @param nested the settings of a record
 */
public record SettingsType(
        Kind kind,
        Class<?> javaClass,
        Optional<SettingsType> element,
        Optional<SettingsSchema> nested) {

    /** The sorts of values. */
    public enum Kind {
        /** Any text. */
        STRING("text", true),
        /** True or false. */
        BOOLEAN("true or false", true),
        /** A whole number of 32 bits. */
        INT("whole number", true),
        /** A whole number of 64 bits. */
        LONG("whole number", true),
        /** Any number. */
        DOUBLE("number", true),
        /** A length of time. */
        DURATION("duration", true),
        /** A day. */
        DATE("date", true),
        /** A moment. */
        INSTANT("date and time", true),
        /** An absolute address. */
        URI("URL", true),
        /** A file or folder, relative to the project. */
        PATH("path", true),
        /** A credential. */
        SECRET("secret", true),
        /** One of several words. */
        ENUM("choice", true),
        /** A record of settings. */
        RECORD("mapping", false),
        /** Whatever the user wrote. */
        RAW("any YAML", false),
        /** Several values. */
        LIST("list", false),
        /** Values by name. */
        MAP("mapping", false);

        private final String words;
        private final boolean scalar;

        Kind(String words, boolean scalar) {
            this.words = words;
            this.scalar = scalar;
        }

        /**
         * What users call it.
         *
         * @return a few words
         */
        public String words() {
            return words;
        }

        /**
         * Whether it is written as a single text, and so can come from a variable.
         *
         * @return false for lists, mappings and raw YAML
         */
        public boolean isScalar() {
            return scalar;
        }
    }

    /**
     * What users call it.
     *
     * @return a few words, such as {@code list of text}
     */
    public String words() {
        return element.map(of -> kind.words() + " of " + of.words()).orElse(kind.words());
    }

    /** What it takes, to be read within a sentence. */
    String phrase() {
        return switch (kind) {
            case BOOLEAN, RAW -> kind.words();
            case ENUM -> "one of " + String.join(", ", SettingsField.choices(this));
            default -> "a " + words();
        };
    }
}
