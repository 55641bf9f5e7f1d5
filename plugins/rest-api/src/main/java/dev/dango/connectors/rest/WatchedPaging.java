package dev.dango.connectors.rest;

import dev.dango.http.Paging;
import dev.dango.http.Request;
import dev.dango.http.Response;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the user when the first page has nothing where its records should be: a misspelt {@code
 * data_selector} would otherwise load nothing, and say nothing.
 *
 * @param inner does the paging
 * @param pointer where the records should be
 * @param place what messages call the selector
 */
record WatchedPaging(Paging inner, String pointer, String place) implements Paging {

    @Override
    public Request first(Request request) {
        return inner.first(request);
    }

    @Override
    public Optional<Request> next(Request request, Response response) {
        return inner.next(request, response);
    }

    @Override
    public Paging settle(Response first, Consumer<String> warn) {
        if (first.json(pointer).isEmpty()) {
            warn.accept(place + " finds nothing in a first page: there is no " + pointer + ".");
        }
        return inner.settle(first, warn);
    }
}
