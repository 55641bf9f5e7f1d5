package dev.dango.http;

import dev.dango.http.internal.JsonShape;
import dev.dango.http.internal.Links;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Chooses a paging by what the first page holds. */
final class PagingDetector implements Paging {

    private static final Set<String> PAGE_COUNTS =
            Set.of("total_pages", "totalpages", "pages", "page_count", "pagecount");
    private static final Set<String> PAGE_NUMBERS = Set.of("page", "current_page", "currentpage");
    private static final Set<String> TOTALS =
            Set.of("total", "total_count", "totalcount", "total_items", "total_results", "count");
    private static final Set<String> LINK_NAMES = Set.of("href", "url", "link");

    @Override
    public Optional<Request> next(Request request, Response response) {
        throw new IllegalStateException("settle first");
    }

    @Override
    public Paging settle(Response first, Consumer<String> warn) {
        if (Links.find(first.headers("Link"), "next").isPresent()) {
            return Paging.linkHeader();
        }
        JsonShape shape = JsonShape.of(first.body());
        return shape.find(PagingDetector::isNextLink)
                .map(member -> Paging.nextUrl(member.pointer()))
                .or(() -> shape.find(PagingDetector::isPageCount).map(m -> numbered(m, shape)))
                .or(() -> shape.find(PagingDetector::isNextToken).map(PagingDetector::token))
                .orElseGet(
                        () -> {
                            doubt(first, shape, warn);
                            return Paging.none();
                        });
    }

    private static boolean isNextLink(JsonShape.Member member) {
        boolean address = member.value().startsWith("http") || member.value().startsWith("/");
        return address
                && (isNext(member.name())
                        || (LINK_NAMES.contains(member.name()) && isNext(member.parent())));
    }

    private static boolean isNextToken(JsonShape.Member member) {
        return !member.value().isEmpty() && isNext(member.name());
    }

    private static boolean isNext(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("next");
    }

    private static boolean isPageCount(JsonShape.Member member) {
        return isNumber(member) && PAGE_COUNTS.contains(member.name().toLowerCase(Locale.ROOT));
    }

    private static boolean isNumber(JsonShape.Member member) {
        return member.value().matches("\\d{1,9}");
    }

    private static Paging numbered(JsonShape.Member count, JsonShape shape) {
        int first =
                shape.find(m -> isNumber(m) && PAGE_NUMBERS.contains(lower(m)))
                        .map(member -> Integer.parseInt(member.value()))
                        .orElse(1);
        return Paging.pageNumber("page", first, count.pointer());
    }

    private static String lower(JsonShape.Member member) {
        return member.name().toLowerCase(Locale.ROOT);
    }

    /** A token called {@code next_cursor} or {@code nextPageToken} goes back without the "next". */
    private static Paging token(JsonShape.Member member) {
        String rest = member.name().substring("next".length()).replaceFirst("^[_-]", "");
        String place =
                rest.isEmpty()
                        ? "cursor"
                        : rest.substring(0, 1).toLowerCase(Locale.ROOT) + rest.substring(1);
        return Paging.token(member.pointer(), place);
    }

    private static void doubt(Response first, JsonShape shape, Consumer<String> warn) {
        shape.find(m -> isNumber(m) && TOTALS.contains(lower(m)))
                .filter(total -> Long.parseLong(total.value()) > first.recordCount())
                .ifPresent(
                        total ->
                                warn.accept(
                                        first.request()
                                                + " sent "
                                                + first.recordCount()
                                                + " records and says that there are "
                                                + total.value()
                                                + ", but not how to get the next page: set its"
                                                + " paging."));
    }
}
