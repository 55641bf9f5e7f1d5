package dev.dango.http;

import dev.dango.http.internal.JsonText;
import dev.dango.spi.ReadContext;
import dev.dango.spi.Slice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Goes through the records of a parent listing, for the sake of a child. Immutable. */
final class Parents {

    /** Tells the columns from the variables among a slice's parameters. */
    private static final String COLUMN = "column ";

    /**
     * What one parent record gives to its child.
     *
     * @param variables JSON texts of scalars by variable
     * @param columns JSON texts by column
     */
    record Binding(Map<String, String> variables, Map<String, String> columns) {

        static final Binding NONE = new Binding(Map.of(), Map.of());

        static Binding of(Slice slice) {
            Map<String, String> variables = new LinkedHashMap<>();
            Map<String, String> columns = new LinkedHashMap<>();
            slice.parameters()
                    .forEach(
                            (name, json) -> {
                                if (name.startsWith(COLUMN)) {
                                    columns.put(name.substring(COLUMN.length()), json);
                                } else {
                                    variables.put(name, json);
                                }
                            });
            return new Binding(variables, columns);
        }

        Slice slice() {
            Map<String, String> parameters = new HashMap<>(variables);
            columns.forEach((column, json) -> parameters.put(COLUMN + column, json));
            String id =
                    variables.values().stream()
                            .map(JsonText::scalar)
                            .map(String::valueOf)
                            .collect(Collectors.joining("/"));
            return new Slice(id, parameters);
        }
    }

    private final Map<String, Endpoint> all;
    private final HttpClient client;

    Parents(Map<String, Endpoint> all, HttpClient client) {
        this.all = all;
        this.client = client;
    }

    /** One slice for each parent record. */
    List<Slice> slices(Endpoint child, ReadContext context) {
        Map<String, Slice> slices = new LinkedHashMap<>();
        each(
                child,
                Binding.NONE,
                context,
                binding -> {
                    Slice slice = binding.slice();
                    slices.putIfAbsent(slice.id(), slice); // paging may show a record twice
                    return true;
                });
        return new ArrayList<>(slices.values());
    }

    /**
     * The listing in whose slices a child is read: itself if it asks for what is new, or the one
     * through which it asks; empty if all is read in one slice.
     */
    Optional<Endpoint> sliced(Endpoint child) {
        if (!child.isChild() || child.asksForNew()) {
            return Optional.of(child).filter(Endpoint::isChild);
        }
        return child.asksThroughParent() ? sliced(parentOf(child)) : Optional.empty();
    }

    private Endpoint parentOf(Endpoint child) {
        return all.get(child.parent().orElseThrow());
    }

    /**
     * Goes through all parent records of a slice.
     *
     * @param slice what a record of the listing {@linkplain #sliced in whose slices} the child is
     *     read has given; nothing for one slice
     * @param goOn takes one; false ends it
     * @return false if the taker ended it
     */
    boolean each(Endpoint child, Binding slice, ReadContext context, Predicate<Binding> goOn) {
        if (child.parent().isEmpty()) {
            return ofValues(child).stream().allMatch(goOn);
        }
        Endpoint listed = parentOf(child);
        Endpoint parent = child.asksThroughParent() ? listed : listed.whole();
        boolean begins = !parent.isChild() || (child.asksThroughParent() && parent.asksForNew());
        if (begins) {
            Predicate<Response> taker = taker(child, slice, goOn);
            return Listing.read(client, parent, slice.variables(), context, taker);
        }
        try (ReadAhead<Binding> listings = ahead(parent, context)) {
            Predicate<Binding> reader =
                    grand ->
                            Listing.read(
                                    client,
                                    parent,
                                    grand.variables(),
                                    context,
                                    listings::send,
                                    taker(child, grand, goOn));
            return each(parent, slice, context, grand -> listings.add(grand, reader))
                    && listings.finish(reader);
        }
    }

    private static Predicate<Response> taker(
            Endpoint child, Binding grand, Predicate<Binding> goOn) {
        return page -> bindings(child, grand, page).stream().allMatch(goOn);
    }

    /** Has the first pages of several listings of an endpoint asked for at a time. */
    ReadAhead<Binding> ahead(Endpoint endpoint, ReadContext context) {
        return new ReadAhead<>(
                parent -> Listing.opening(client, endpoint, parent.variables(), context),
                (request, thread) -> client.send(request, endpoint, thread),
                context);
    }

    /** What each configured value gives. */
    static List<Binding> ofValues(Endpoint child) {
        List<Binding> bindings = new ArrayList<>();
        child.values()
                .forEach(
                        (variable, values) ->
                                values.forEach(
                                        value -> bindings.add(ofValue(child, variable, value))));
        return bindings;
    }

    private static Binding ofValue(Endpoint child, String variable, String value) {
        String json = JsonText.write(value);
        Map<String, String> columns = new LinkedHashMap<>();
        child.included()
                .forEach((name, place) -> columns.put(name, place.isEmpty() ? json : "null"));
        return new Binding(Map.of(variable, json), columns);
    }

    /** The listing that must be read before all others to get to this one. */
    Endpoint eldest(Endpoint endpoint) {
        return endpoint.parent().map(all::get).map(this::eldest).orElse(endpoint);
    }

    private static Collection<Binding> bindings(Endpoint child, Binding grand, Response page) {
        List<Map<String, String>> variables = table(child.variables(), page);
        List<Map<String, String>> columns = table(child.included(), page);
        List<Binding> bindings = new ArrayList<>();
        for (int i = 0; i < page.recordCount(); i++) {
            if (variables.get(i).size() == child.variables().size()) {
                Map<String, String> known = new LinkedHashMap<>(grand.variables());
                known.putAll(variables.get(i));
                bindings.add(new Binding(known, withNulls(child.included(), columns.get(i))));
            }
        }
        return bindings;
    }

    /** For each record the values that it has, by name. */
    private static List<Map<String, String>> table(Map<String, String> pointers, Response page) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < page.recordCount(); i++) {
            rows.add(new LinkedHashMap<>());
        }
        pointers.forEach(
                (name, pointer) -> {
                    List<Optional<String>> values = page.each(pointer);
                    for (int i = 0; i < rows.size(); i++) {
                        Map<String, String> row = rows.get(i);
                        values.get(i)
                                .filter(v -> !v.equals("null"))
                                .ifPresent(v -> row.put(name, v));
                    }
                });
        return rows;
    }

    private static Map<String, String> withNulls(
            Map<String, String> wanted, Map<String, String> found) {
        Map<String, String> complete = new LinkedHashMap<>();
        wanted.keySet().forEach(name -> complete.put(name, found.getOrDefault(name, "null")));
        return complete;
    }
}
