package dev.dango.connectors.hubspot;

import dev.dango.http.Request;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.HashSet;
import java.util.Set;

/** Keeps a service that leads in a circle from keeping us for ever. */
final class Trail {

    private final Set<Object> followed = new HashSet<>();

    /** Says where to go next, unless that is where we have been. */
    <T> T follow(T next, Request request) {
        if (!followed.add(next)) {
            throw SourceException.of(
                            ErrorKind.REMOTE,
                            request + " names a page as the next one that was read before.")
                    .hint("HubSpot seems to be in trouble; try again later.");
        }
        return next;
    }
}
