package dev.dango.cli.kill;

import java.util.List;
import java.util.Map;

/** Written like {@link Orders}, but by upsert, by which a row keeps its id. */
final class Customers extends Orders {

    /** The hash of {@code {"id":1}}, as dlt makes it. */
    private static final String ID_OF_1 = "z5jIxXIbUnmbKw";

    Customers() {
        super("customers", Map.of("disposition", "merge", "strategy", "upsert"));
    }

    @Override
    public List<AnyOf> always() {
        return List.of(
                new AnyOf(
                        "customers",
                        "SELECT _dlt_id FROM customers WHERE id = 1",
                        List.of(ID_OF_1)));
    }
}
