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
    MERGE,
    /**
     * Records change the row with the same primary key in place, and are added otherwise; the row
     * keeps its id. As dlt's merge strategy {@code upsert}.
     */
    UPSERT,
    /**
     * Records whose primary key is not there yet are added; rows that are there never change. As
     * dlt's merge strategy {@code insert-only}.
     */
    INSERT_ONLY,
    /**
     * Records that changed close the version before them and open a new one: {@code
     * _dlt_valid_from} and {@code _dlt_valid_to} say when a row was true. Each run brings all
     * records, or with a merge key all records of the keys it brings. As dlt's merge strategy
     * {@code scd2}.
     */
    SCD2;

    /**
     * Whether rows are found again by their key, so that some may be deleted by {@link
     * RecordSink#delete}.
     *
     * @return true for {@link #MERGE} and {@link #UPSERT}
     */
    public boolean deletesByKey() {
        return this == MERGE || this == UPSERT;
    }
}
