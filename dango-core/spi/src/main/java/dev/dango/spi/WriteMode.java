package dev.dango.spi;

/**
 * How the records of a resource change its table. Dango may add constants: do not switch over them
 * exhaustively.
 */
public enum WriteMode {
    /** The table holds what the last run read, and nothing else. */
    REPLACE,
    /** Records are added. */
    APPEND,
    /** Records replace those with the same primary key or merge key, and are added otherwise. */
    MERGE
}
