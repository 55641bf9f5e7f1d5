package dev.dango.connectors.postgres;

/** Writes names so that SQL takes them as they are. */
final class Identifiers {

    private Identifiers() {}

    /**
     * Quotes.
     *
     * @param name any name
     * @return an SQL identifier
     */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
