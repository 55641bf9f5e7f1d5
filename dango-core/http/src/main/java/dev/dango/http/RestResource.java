package dev.dango.http;

import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceContext;
import java.util.List;
import java.util.Map;

/** A listing as a resource: what all REST connectors read with. */
final class RestResource implements Resource {

    private final String name;
    private final Endpoint endpoint;
    private final HttpClient client;
    private final Parents parents;

    RestResource(String name, Endpoint endpoint, Map<String, Endpoint> all, HttpClient client) {
        this.name = name;
        this.endpoint = endpoint;
        this.client = client;
        this.parents = new Parents(all, client);
    }

    @Override
    public ResourceSpec spec() {
        return endpoint.spec(name);
    }

    @Override
    public List<Slice> slices(ReadContext context) {
        boolean positionPerParent = endpoint.isChild() && endpoint.asksForNew();
        return positionPerParent ? parents.slices(endpoint, context) : List.of(Slice.WHOLE);
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        if (endpoint.isChild() && slice.parameters().isEmpty()) {
            parents.each(endpoint, context, parent -> read(parent, context, out));
        } else {
            read(Parents.Binding.of(slice), context, out);
        }
    }

    private boolean read(Parents.Binding parent, ReadContext context, RecordSink out) {
        return Listing.read(
                client,
                endpoint,
                parent.variables(),
                context,
                page -> {
                    endpoint.emit(page, parent.columns(), out);
                    endpoint.advance(context.cursor(), page);
                    out.checkpoint();
                    return !out.satisfied();
                });
    }

    /** Asks for one page and drops it; for a child of its eldest parent, for the first value. */
    void probe(SourceContext context) {
        Endpoint eldest = parents.eldest(endpoint);
        Map<String, String> variables =
                Parents.ofValues(eldest).stream()
                        .findFirst()
                        .map(Parents.Binding::variables)
                        .orElse(Map.of());
        Listing.probe(client, eldest, variables, context);
    }
}
