package dev.dango.connectors.salesforce;

import dev.dango.http.Request;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.HashSet;
import java.util.Set;

/** Where one reading has been: it does not go there again, so that it comes to an end. */
final class Trail {

    private final Set<String> asked = new HashSet<>();

    Request follow(Request request) {
        if (!asked.add(request.url())) {
            throw SourceException.of(
                            ErrorKind.REMOTE,
                            request + " names records as the next ones that were read before.")
                    .hint("Salesforce is in trouble; try again later.");
        }
        return request;
    }
}
