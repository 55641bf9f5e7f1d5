package dev.dango.spi;

/** What a column holds. Dango may add constants: do not switch over them exhaustively. */
public enum DataType {
    /** True or false. */
    BOOLEAN,
    /** A whole number of 64 bits. */
    INTEGER,
    /** A floating-point number of 64 bits. */
    DOUBLE,
    /** A decimal number, 38 digits of which 9 are behind the point unless declared otherwise. */
    DECIMAL,
    /** Text. */
    TEXT,
    /** Bytes. */
    BINARY,
    /** A day. */
    DATE,
    /** A time of day, to the microsecond. */
    TIME,
    /** A point in time, to the microsecond. */
    TIMESTAMP,
    /** Date and time of day without a zone, to the microsecond. */
    LOCAL_TIMESTAMP,
    /** A JSON value kept whole. */
    JSON
}
