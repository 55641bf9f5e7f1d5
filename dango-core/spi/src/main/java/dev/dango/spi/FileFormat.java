package dev.dango.spi;

/** How a file is read. Dango may add constants: do not switch over them exhaustively. */
public enum FileFormat {
    /** Values separated by commas or something else, plain or compressed. */
    CSV,
    /** An array of JSON objects, one object, or one object a line, plain or compressed. */
    JSON,
    /** Apache Parquet. */
    PARQUET
}
