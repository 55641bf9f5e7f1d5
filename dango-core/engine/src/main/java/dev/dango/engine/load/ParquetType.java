package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import dev.dango.engine.record.ColumnType;

/** How a column's values stand in Parquet: which of its physical types, and what that means. */
enum ParquetType {
    BOOLEAN(0),
    DATE(1),
    NUMBER(2),
    TIME(2),
    TIMESTAMP(2),
    LOCAL_TIMESTAMP(2),
    DECIMAL(2),
    DOUBLE(5),
    BYTES(6),
    TEXT(6);

    private static final int CONVERTED = 6;
    private static final int UTF8 = 0;
    private static final int DECIMAL_CONVERTED = 5;
    private static final int DATE_CONVERTED = 6;
    private static final int SCALE = 7;
    private static final int PRECISION = 8;
    private static final int LOGICAL = 10;
    private static final int TIME_TYPE = 7;
    private static final int TIMESTAMP_TYPE = 8;
    private static final int MICROSECONDS = 2;

    private final int physical;

    ParquetType(int physical) {
        this.physical = physical;
    }

    /** Parquet's number of the physical type. */
    int physical() {
        return physical;
    }

    static ParquetType of(Column column) {
        return switch (column.type().base()) {
            case BOOLEAN -> BOOLEAN;
            case DOUBLE -> DOUBLE;
            case DATE -> DATE;
            case TIME -> TIME;
            case TIMESTAMP -> TIMESTAMP;
            case LOCAL_TIMESTAMP -> LOCAL_TIMESTAMP;
            case INTEGER -> NUMBER;
            case BINARY -> BYTES;
            case TEXT, JSON -> TEXT;
            // what DuckDB makes of the text of many digits is exact, too, and checked
            case DECIMAL -> column.type().isBytes() ? TEXT : DECIMAL;
        };
    }

    /** Writes into a column's schema what values are, unless the physical type says all. */
    void writeMeaning(ColumnType column, ThriftWriter schema) {
        switch (this) {
            // DuckDB knows texts and dates by the older way to say it only
            case TEXT -> schema.i32(CONVERTED, UTF8);
            case DATE -> schema.i32(CONVERTED, DATE_CONVERTED);
            case DECIMAL ->
                    schema.i32(CONVERTED, DECIMAL_CONVERTED)
                            .i32(SCALE, column.scale())
                            .i32(PRECISION, column.precision());
            case TIME -> writeTime(schema, TIME_TYPE, false);
            case TIMESTAMP -> writeTime(schema, TIMESTAMP_TYPE, true);
            case LOCAL_TIMESTAMP -> writeTime(schema, TIMESTAMP_TYPE, false);
            case BOOLEAN, NUMBER, DOUBLE, BYTES -> {}
        }
    }

    private static void writeTime(ThriftWriter out, int type, boolean utc) {
        out.struct(LOGICAL).struct(type).bool(1, utc);
        out.struct(2).struct(MICROSECONDS).end().end();
        out.end().end();
    }
}
