package dev.dango.connectors.postgres;

import java.util.regex.Pattern;

/** A name in which {@code *} stands for any characters and {@code ?} for one. Immutable. */
final class Glob {

    private final String text;
    private final Pattern pattern;

    /**
     * Compiles.
     *
     * @param text a name or a pattern
     */
    Glob(String text) {
        this.text = text;
        this.pattern =
                Pattern.compile(
                        "\\Q" + text.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E",
                        Pattern.DOTALL);
    }

    /**
     * Whether the whole name fits.
     *
     * @param name any name
     * @return true if it fits
     */
    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    /**
     * Whether it stands for one name only.
     *
     * @return false if there is a {@code *} or a {@code ?} in it
     */
    boolean isName() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
