package dev.dango.connectors.kafka;

/** How the bytes of a key or of a value become a cell. */
public enum Format {
    /** Text; bytes that are not UTF-8 are kept as bytes in a column of their own. */
    AUTO,
    /** JSON; a value that is an object gives its fields as columns. */
    JSON,
    /** Text; what is not UTF-8 in it is replaced by U+FFFD. */
    STRING,
    /** The bytes as they are. */
    BYTES
}
