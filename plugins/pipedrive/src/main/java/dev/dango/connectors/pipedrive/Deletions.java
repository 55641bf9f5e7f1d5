package dev.dango.connectors.pipedrive;

import dev.dango.http.Endpoint;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table, and what was deleted from it since the last run: listings leave deleted records out, but
 * recent changes tell them, for the 30 days that Pipedrive keeps them.
 *
 * <p>They are read first and have no time of change, so that they do not move the position before
 * the listing is read.
 */
final class Deletions implements Resource {

    /** https://developers.pipedrive.com/docs/api/v1/Recents: what changes are about, by table. */
    private static final Map<String, String> ITEMS =
            Map.of(
                    "activities", "activity",
                    "files", "file",
                    "notes", "note",
                    "organizations", "organization",
                    "persons", "person",
                    "products", "product");

    /** In UTC. */
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Resource listing;
    private final Resource deletions;

    private Deletions(Resource listing, Resource deletions) {
        this.listing = listing;
        this.deletions = deletions;
    }

    static Resource before(Resource listing, RestApi connection) {
        String item = ITEMS.get(listing.spec().name());
        if (item == null) {
            return listing;
        }
        RestApi api = connection.resource("deletions", changesOf(item));
        return new Deletions(listing, api.resources(api.client()).get(0));
    }

    private static Endpoint changesOf(String item) {
        return PipedriveSource.v1("/recents", 500)
                .query("items", item)
                .since(CursorSpec.timestamp("update_time"), "since_timestamp", SECONDS::format)
                .rows(Deletions::deleted);
    }

    private static List<Map<String, Object>> deleted(Response page) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<String, Object> change : page.objects()) {
            if (change.get("data") instanceof Map<?, ?> record
                    && Boolean.FALSE.equals(record.get("active_flag"))) {
                rows.add(Map.of("id", change.get("id"), "is_deleted", true));
            }
        }
        return rows;
    }

    @Override
    public ResourceSpec spec() {
        return listing.spec().hardDelete("is_deleted");
    }

    @Override
    public List<Slice> slices(ReadContext context) throws Exception {
        return listing.slices(context);
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) throws Exception {
        if (context.cursor().position().isPresent()) {
            deletions.read(slice, context, out);
        }
        listing.read(slice, context, out);
    }
}
