package dev.dango.testkit;

/**
 * What a connector does or does not do. {@link SourceContract} takes each for true, tests it, and
 * wants proof of a no as well.
 */
public enum SourceBehavior {
    /** At least one resource declares a primary key. */
    PRIMARY_KEYS,
    /** At least one resource declares its columns. */
    SCHEMA,
    /** At least one resource has a cursor, so that a second run reads less. */
    INCREMENTAL,
    /** Reads make checkpoints, so that a broken run is not read again from its start. */
    CHECKPOINTS,
    /** At least one resource is cut into several slices. */
    SLICES,
    /** Records that are gone from the source are deleted from the table. */
    DELETES,
    /** The settings hold a secret, without which nobody is let in. */
    CREDENTIALS,
    /** The records come over a network. */
    NETWORK
}
