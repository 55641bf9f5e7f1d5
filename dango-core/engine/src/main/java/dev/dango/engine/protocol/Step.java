package dev.dango.engine.protocol;

/**
 * The steps of a sync that change anything on disk, in their order. A process may end after each of
 * them, and in the middle of each; what the next sync of the source then does is said here.
 */
public enum Step {

    /**
     * The lock of the source is held. It goes with the process, so there is nothing to clean up.
     */
    SOURCE_LOCKED,

    /** The history says that a run has begun. The next one adds that it was killed. */
    RUN_BEGUN,

    /** A stage that an earlier run left was found. The next sync finds it again. */
    LEFTOVER_FOUND,

    /**
     * What counts of that stage is in the warehouse, and the stage is deleted. Its positions are
     * those from which this run reads on, as will the next.
     */
    LEFTOVER_FINISHED,

    /** The folder of a stage and the first line of its journal are written: nothing to load yet. */
    STAGE_BEGUN,

    /** Rows are in a segment, but the journal does not speak of them: they do not count. */
    ROWS_WRITTEN,

    /**
     * The journal says how far the segment is good and where the cursor stands there. The next sync
     * loads these rows and reads on from that position.
     */
    CHECKPOINT_WRITTEN,

    /**
     * The journal says that all of a resource was read. Before this line a table that is replaced
     * is not touched, since half of it must not take the place of the whole.
     */
    RESOURCE_COMPLETED,

    /** The stage is whole and closed. The next sync loads it. */
    STAGE_CLOSED,

    /** A new warehouse is made beside its name: half a file would never open again. */
    WAREHOUSE_MADE,

    /** The new warehouse has its name. It holds nothing, which is as good as none. */
    WAREHOUSE_NAMED,

    /** The file of the warehouse is there and open to write. The stage holds all of the load. */
    WAREHOUSE_OPENED,

    /**
     * Rows, positions and the row in {@code _dlt_loads} are written, but not committed. DuckDB
     * forgets them, and the next sync loads the stage again.
     */
    BEFORE_COMMIT,

    /**
     * The transaction is committed. The stage is still there, but its load id is in {@code
     * _dlt_loads}, so that the next sync does not load it a second time.
     */
    COMMITTED,

    /**
     * A new list of the source's tables, or of the time of its last success, is written beside the
     * old one, which still counts. The next sync sees that it does not tell what is there.
     */
    CATALOG_WRITTEN,

    /** The new list has taken the name of the old one. */
    CATALOG_RENAMED,

    /** The warehouse is closed, and the stage about to be deleted: as after the commit. */
    WAREHOUSE_CLOSED,

    /** The journal is gone, and with it the stage: its other files are rubbish. */
    JOURNAL_DELETED,

    /** One of those files is gone. The next sync deletes the rest. */
    SEGMENT_DELETED,

    /** Nothing is left of the stage. */
    STAGE_DELETED,

    /** The history says how the run ended. Only the time of success is missing. */
    RUN_ENDED
}
