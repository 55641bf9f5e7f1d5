package dev.dango.connectors.postgres;

import dev.dango.spi.DataType;
import dev.dango.spi.TableSchema;
import org.postgresql.core.Oid;

/**
 * A column, how it is selected and what it becomes.
 *
 * @param name as the server has it, in its case
 * @param oid the type's identifier, that of the type below if it is a domain
 * @param type what it becomes
 * @param precision digits in all, if it becomes a decimal number
 * @param scale digits behind the point, if it becomes a decimal number
 * @param selection how it is selected
 */
record Column(String name, int oid, DataType type, int precision, int scale, Selection selection) {

    /** What the server does to a value before it sends it. */
    enum Selection {
        /** Nothing: the driver reads the type, or takes the text the server shows. */
        PLAIN,
        /** Writes arrays and composite values as JSON. */
        AS_JSON,
        /** Writes as text what the driver would otherwise get in binary. */
        AS_TEXT
    }

    private static final int TYPMOD_HEADER = 4;

    /**
     * Chooses what a column becomes.
     *
     * @param name the column's name
     * @param pgType its type, below domains
     * @return never null
     */
    static Column of(String name, PgType pgType) {
        return switch (pgType.oid()) {
            case Oid.INT2, Oid.INT4, Oid.INT8, Oid.OID -> plain(name, pgType, DataType.INTEGER);
            case Oid.FLOAT4, Oid.FLOAT8 -> plain(name, pgType, DataType.DOUBLE);
            case Oid.BOOL -> plain(name, pgType, DataType.BOOLEAN);
            case Oid.BYTEA -> plain(name, pgType, DataType.BINARY);
            case Oid.DATE -> plain(name, pgType, DataType.DATE);
            case Oid.TIME -> plain(name, pgType, DataType.TIME);
            case Oid.TIMESTAMP -> plain(name, pgType, DataType.LOCAL_TIMESTAMP);
            case Oid.TIMESTAMPTZ -> plain(name, pgType, DataType.TIMESTAMP);
            case Oid.JSON, Oid.JSONB -> plain(name, pgType, DataType.JSON);
            case Oid.NUMERIC -> numeric(name, pgType);
            default ->
                    pgType.isStructured() ? json(name, pgType) : plain(name, pgType, DataType.TEXT);
        };
    }

    private static Column plain(String name, PgType pgType, DataType type) {
        return new Column(
                name,
                pgType.oid(),
                type,
                TableSchema.DEFAULT_PRECISION,
                TableSchema.DEFAULT_SCALE,
                Selection.PLAIN);
    }

    private static Column json(String name, PgType pgType) {
        Column plain = plain(name, pgType, DataType.JSON);
        return new Column(
                name, plain.oid, plain.type, plain.precision, plain.scale, Selection.AS_JSON);
    }

    /**
     * PostgreSQL's scale may be negative or larger than the precision, and its precision larger
     * than 38; the nearest type that loses nothing behind the point is taken.
     */
    private static Column numeric(String name, PgType pgType) {
        if (pgType.modifier() < TYPMOD_HEADER) {
            return plain(name, pgType, DataType.DECIMAL);
        }
        int bits = pgType.modifier() - TYPMOD_HEADER;
        int declaredPrecision = (bits >> 16) & 0xffff;
        int declaredScale = ((bits & 0x7ff) ^ 1024) - 1024;
        int scale = Math.min(Math.max(declaredScale, 0), TableSchema.DEFAULT_PRECISION);
        int precision = Math.max(declaredPrecision - Math.min(declaredScale, 0), scale);
        return new Column(
                name,
                pgType.oid(),
                DataType.DECIMAL,
                Math.min(precision, TableSchema.DEFAULT_PRECISION),
                scale,
                Selection.PLAIN);
    }

    /**
     * The same column as the text the server shows.
     *
     * @return never null
     */
    Column asText() {
        Selection selected = type == DataType.TEXT ? Selection.PLAIN : Selection.AS_TEXT;
        return new Column(name, oid, DataType.TEXT, precision, scale, selected);
    }

    /**
     * What stands for this column in a SELECT list.
     *
     * @return an SQL expression
     */
    String expression() {
        return switch (selection) {
            case PLAIN -> quoted();
            case AS_JSON -> "pg_catalog.to_json(" + quoted() + ")";
            case AS_TEXT -> quoted() + "::pg_catalog.text";
        };
    }

    /**
     * The name as an SQL identifier.
     *
     * @return in double quotes
     */
    String quoted() {
        return Identifiers.quote(name);
    }
}
