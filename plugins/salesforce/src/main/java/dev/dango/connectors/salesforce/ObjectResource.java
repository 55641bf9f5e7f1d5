package dev.dango.connectors.salesforce;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import java.time.Duration;

/**
 * The records of an object, those that changed if there is a field that tells. Deleted ones remove
 * their rows.
 *
 * @param table its name
 * @param object what is read
 * @param org where
 */
record ObjectResource(String table, SObject object, Org org) implements Resource {

    /** A change is seen when its transaction ends, which may be minutes after its time stamp. */
    private static final Duration LATE = Duration.ofMinutes(10);

    @Override
    public ResourceSpec spec() {
        ResourceSpec spec =
                ResourceSpec.named(table)
                        .description("Object " + object.name() + ".")
                        .schema(object.schema());
        if (object.has("Id")) {
            spec = spec.primaryKey("Id");
        }
        if (object.changes().isEmpty()) {
            return spec;
        }
        // Pages come in this order, jobs one after the other.
        CursorSpec cursor = CursorSpec.timestamp(object.changes().get()).lag(LATE);
        spec = spec.cursor(cursor.ordered(CursorSpec.Order.ASCENDING));
        return object.showsDeleted() ? spec.hardDelete("IsDeleted") : spec;
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        new Reading(object, org, context, out).run();
    }
}
