package dev.dango.connectors.postgres;

/**
 * A type of the server, below any domain.
 *
 * @param oid its identifier
 * @param name its name
 * @param kind {@code pg_type.typtype}: b base, c composite, e enum, r range ...
 * @param category {@code pg_type.typcategory}: A array ...
 * @param modifier precision and scale of a numeric in the server's packed form, or -1
 */
record PgType(int oid, String name, String kind, String category, int modifier) {

    /**
     * Whether its values have parts, so that JSON says more than text.
     *
     * @return true for arrays, composite types and hstore
     */
    boolean isStructured() {
        return category.equals("A") || kind.equals("c") || name.equals("hstore");
    }
}
