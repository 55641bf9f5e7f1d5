package dev.dango.connectors.rest;

import dev.dango.http.Paging;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.Optional;

/**
 * Paging by a flag that every page must have: where the user misspelt its name, the listing would
 * otherwise seem to end with the first page.
 *
 * @param inner pages while the flag says that there is more
 * @param pointer where the flag stands
 */
record FlaggedPaging(Paging inner, String pointer) implements Paging {

    @Override
    public Request first(Request request) {
        return inner.first(request);
    }

    @Override
    public Optional<Request> next(Request request, Response response) {
        if (response.text(pointer).isEmpty()) {
            throw SourceException.of(
                            ErrorKind.REMOTE,
                            request
                                    + " was answered with a page that has nothing at "
                                    + pointer
                                    + ".")
                    .hint("Check the paginator's has_more_path.");
        }
        return inner.next(request, response);
    }
}
