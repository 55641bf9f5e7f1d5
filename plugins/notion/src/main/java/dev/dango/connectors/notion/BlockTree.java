package dev.dango.connectors.notion;

import dev.dango.http.Paging;
import dev.dango.http.Request;
import dev.dango.http.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * From the blocks of a page to those within them, to any depth: Notion lists the children of one
 * block at a time.
 */
final class BlockTree implements Paging {

    /** Pages and databases within a page are listed by themselves. */
    private static final Set<String> ELSEWHERE = Set.of("child_page", "child_database");

    /** {@inheritDoc} What is still to be visited is kept for one page only. */
    @Override
    public Paging settle(Response first, Consumer<String> warn) {
        return new Walk();
    }

    /** {@inheritDoc} As at the beginning of a walk. */
    @Override
    public Optional<Request> next(Request request, Response response) {
        return new Walk().next(request, response);
    }

    private static final class Walk implements Paging {

        private final Deque<String> waiting = new ArrayDeque<>();

        @Override
        public Optional<Request> next(Request request, Response response) {
            response.values().stream()
                    .map(block -> (Map<?, ?>) block)
                    .filter(Walk::holdsBlocks)
                    .forEach(block -> waiting.add(block.get("id").toString()));
            Optional<String> more = response.text("/next_cursor");
            return more.isPresent()
                    ? more.map(cursor -> request.query("start_cursor", cursor))
                    : Optional.ofNullable(waiting.poll()).map(id -> children(request, id));
        }

        /** What is synced from elsewhere has the same blocks as its original. */
        private static boolean holdsBlocks(Map<?, ?> block) {
            String type = String.valueOf(block.get("type"));
            boolean isCopy =
                    block.get(type) instanceof Map<?, ?> content
                            && content.get("synced_from") != null;
            return Boolean.TRUE.equals(block.get("has_children"))
                    && !ELSEWHERE.contains(type)
                    && !isCopy;
        }

        private static Request children(Request request, String id) {
            List<String> address = List.of(request.address().split("/"));
            String blocks = String.join("/", address.subList(0, address.size() - 2));
            return request.url(blocks + "/" + id + "/children").query("page_size", 100);
        }
    }
}
