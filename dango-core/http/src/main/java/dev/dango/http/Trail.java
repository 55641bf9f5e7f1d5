package dev.dango.http;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Where one listing has been. Refuses to go there again, so that no service keeps us for ever. */
final class Trail {

    private final Set<UUID> asked = new HashSet<>();
    private byte[] lastPage = {};

    /** Notes a request that is about to be sent. */
    Request follow(Request request) {
        String text = request.method() + " " + request.url() + " " + request.body().orElse("");
        if (!asked.add(UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)))) {
            throw SourceException.of(
                            ErrorKind.REMOTE,
                            request + " names a page as the next one that was read before.")
                    .hint("Check the paging; if it is right, the service is in trouble.");
        }
        return request;
    }

    /** Notes a page that was received. */
    Response note(Response page) {
        if (page.recordCount() > 0 && Arrays.equals(page.body(), lastPage)) {
            throw SourceException.of(
                            ErrorKind.REMOTE,
                            page.request() + " was answered with the same page as before.")
                    .hint("Check the paging; the service does not seem to know it.");
        }
        lastPage = page.body();
        return page;
    }
}
