package dev.dango.connectors.rest;

import dev.dango.http.Counting;
import dev.dango.http.Paging;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a {@code paginator} into a way of paging. */
final class Paginator {

    private static final int DEFAULT_LIMIT = 100;

    private static final List<String> TYPES =
            List.of(
                    "auto",
                    "json_link",
                    "json_response",
                    "header_link",
                    "header_cursor",
                    "cursor",
                    "offset",
                    "page_number",
                    "single_page",
                    "none");

    private final Block block;
    private final boolean parts;

    private Paginator(Block block, boolean parts) {
        this.block = block;
        this.parts = parts;
    }

    /**
     * Reads a paginator.
     *
     * @param place what messages call it
     * @param value a type alone, or a mapping with a type
     * @param parts whether records are parts of what the service counts, so that offsets do not
     *     grow by them
     */
    static Paging read(String place, Object value, boolean parts) {
        Block block = Block.of(place, value instanceof String type ? Map.of("type", type) : value);
        Paging paging = new Paginator(block, parts).paging();
        block.refuseOthers();
        return paging;
    }

    private Paging paging() {
        String type =
                block.word("type", TYPES).orElseThrow(() -> block.problem("type", "is missing."));
        return switch (type) {
            case "json_link", "json_response" -> Paging.nextUrl(pointer("next_url_path", "next"));
            case "header_link" -> Paging.linkHeader(block.text("links_next_key", "next"));
            case "header_cursor" ->
                    Paging.headerToken(
                            block.text("cursor_key", "next"), block.text("cursor_param", "cursor"));
            case "cursor" -> cursor();
            case "offset" -> offset();
            case "page_number" -> pageNumber();
            case "single_page", "none" -> Paging.none();
            default -> Paging.detect();
        };
    }

    private Paging cursor() {
        String path = pointer("cursor_path", "cursors.next");
        Paging paging = whileMore(Paging.token(path, place("cursor", "cursor")));
        return block.flag("stop_after_empty_page", false) ? paging.untilEmpty() : paging;
    }

    private Paging offset() {
        int limit = block.count("limit").orElse(DEFAULT_LIMIT);
        if (limit == 0) {
            throw block.problem("limit", "must be at least 1.");
        }
        Counting offsets =
                Paging.offset(place("offset", "offset"), place("limit", "limit"), limit)
                        .from(block.count("offset").orElse(0));
        return counting(parts ? offsets.bySize() : offsets, block.number("maximum_offset"));
    }

    private Paging pageNumber() {
        int base = block.count("base_page").orElse(0);
        return counting(
                Paging.pageNumber(place("page", "page"), base)
                        .from(block.count("page").orElse(base)),
                block.number("maximum_page"));
    }

    private Paging counting(Counting pages, Optional<Long> maximum) {
        boolean stopsAtEmpty = block.flag("stop_after_empty_page", true);
        Optional<String> total =
                block.isCleared("total_path")
                        ? Optional.empty()
                        : Optional.of(pointer("total_path", "total"));
        block.value("total_path");
        boolean ends = stopsAtEmpty || total.isPresent() || maximum.isPresent();
        if (!ends && block.value("has_more_path").isEmpty()) {
            throw block.problem(
                    "stop_after_empty_page", "is false, but nothing else says where to stop.");
        }
        Counting counting = total.map(pages::total).orElse(pages);
        counting = maximum.map(counting::below).orElse(counting);
        return whileMore(stopsAtEmpty ? counting : counting.pastEmpty());
    }

    private Paging whileMore(Paging paging) {
        return block.pointer("has_more_path")
                .<Paging>map(pointer -> new FlaggedPaging(paging.moreWhile(pointer), pointer))
                .orElse(paging);
    }

    private String pointer(String key, String otherwise) {
        return block.pointer(key, block.text(key, otherwise));
    }

    /** Where a value is sent: a query parameter, or a place in the body. */
    private String place(String what, String otherwise) {
        Optional<String> inBody = block.pointer(what + "_body_path");
        Optional<String> parameter = block.text(what + "_param");
        if (inBody.isPresent() && parameter.isPresent()) {
            throw block.problem(what + "_body_path", "and " + what + "_param exclude each other.");
        }
        return inBody.or(() -> parameter).orElse(otherwise);
    }
}
