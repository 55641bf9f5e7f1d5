package dev.dango.http;

import dev.dango.http.internal.JsonText;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

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
        return parents.sliced(endpoint)
                .map(listing -> parents.slices(listing, context))
                .orElse(List.of(Slice.WHOLE));
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        Parents.Binding given = Parents.Binding.of(slice);
        if (endpoint.isChild() && !endpoint.asksForNew()) {
            readChildren(given, context, out);
        } else {
            Listing.read(
                    client,
                    endpoint,
                    given.variables(),
                    context,
                    page -> take(page, given, context, out));
        }
    }

    private void readChildren(Parents.Binding slice, ReadContext context, RecordSink out) {
        try (ReadAhead<Parents.Binding> children = parents.ahead(endpoint, context)) {
            Predicate<Parents.Binding> reader =
                    parent -> readChild(parent, context, children::send, out);
            if (parents.each(endpoint, slice, context, parent -> children.add(parent, reader))) {
                children.finish(reader);
            }
        }
    }

    /** A parent without children is read as well, and need not be asked again. */
    private boolean readChild(
            Parents.Binding parent,
            ReadContext context,
            Function<Request, Response> sender,
            RecordSink out) {
        AtomicBoolean found = new AtomicBoolean();
        Predicate<Response> taker =
                page -> {
                    found.compareAndSet(false, page.recordCount() > 0);
                    return take(page, parent, context, out);
                };
        boolean goOn = Listing.read(client, endpoint, parent.variables(), context, sender, taker);
        if (goOn && endpoint.asksThroughParent()) {
            if (!found.get() && context.cursor().position().isPresent()) {
                deleteGroup(parent, out);
            }
            endpoint.position(parent.columns()).ifPresent(out::passed);
        }
        return goOn;
    }

    /** No record comes that would replace those that the parent had earlier. */
    private void deleteGroup(Parents.Binding parent, RecordSink out) {
        List<String> group = spec().mergeKey();
        if (!group.isEmpty() && parent.columns().keySet().containsAll(group)) {
            Map<String, Object> key = new LinkedHashMap<>();
            group.forEach(column -> key.put(column, JsonText.scalar(parent.columns().get(column))));
            out.delete(key);
        }
    }

    private boolean take(
            Response page, Parents.Binding parent, ReadContext context, RecordSink out) {
        endpoint.emit(page, parent.columns(), listing -> client.pages(listing, context), out);
        endpoint.advance(context.cursor(), page);
        out.checkpoint();
        return !out.satisfied();
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
