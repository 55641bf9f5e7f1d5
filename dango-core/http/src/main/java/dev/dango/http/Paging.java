package dev.dango.http;

import dev.dango.http.internal.JsonText;
import dev.dango.http.internal.Links;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Knows the next page of a listing. A lambda covers an API with a scheme of its own. Stateless: all
 * there is to know stands in the last request and its answer.
 *
 * <p>A <em>place</em> is the name of a query parameter, or, if it begins with a slash, a JSON
 * pointer into the body ({@code cursor}, {@code /variables/after}).
 */
@FunctionalInterface
public interface Paging {

    /**
     * The request for the page after this one.
     *
     * @param request asked for this page
     * @param response this page, with its records
     * @return empty if this page is the last
     */
    Optional<Request> next(Request request, Response response);

    /**
     * The request for the first page.
     *
     * @param request as the endpoint describes it
     * @return with what the first page needs, such as {@code limit}
     */
    default Request first(Request request) {
        return request;
    }

    /**
     * The paging for this listing, chosen by its first page. Called once per listing.
     *
     * @param first the first page
     * @param warn takes one sentence for the user, when the choice is in doubt
     * @return itself unless {@linkplain #detect() detecting}
     */
    default Paging settle(Response first, Consumer<String> warn) {
        return this;
    }

    /**
     * Goes on only while a value of the page says that there is more, whatever else the page holds.
     *
     * @param pointer names a boolean, or a text or number that means one
     * @return a paging that also ends where the value is missing
     */
    default Paging moreWhile(String pointer) {
        return onlyIf(response -> response.flag(pointer));
    }

    /**
     * Ends at a page that says that it is the last, whatever else it holds.
     *
     * @param pointer names a boolean, or a text or number that means one
     * @return a paging that also ends there
     */
    default Paging endWhen(String pointer) {
        return onlyIf(response -> !response.flag(pointer));
    }

    /**
     * Ends at a page without records, also when it names a next one.
     *
     * @return a paging that also ends there
     */
    default Paging untilEmpty() {
        return onlyIf(response -> response.recordCount() > 0);
    }

    /**
     * Takes only the query of the next page's address and asks for it where this page came from:
     * for services that write their own address into links, also where the base URL leads through a
     * proxy.
     *
     * @return a paging that stays at its address
     */
    default Paging atSameAddress() {
        Paging inner = this;
        return new Paging() {
            @Override
            public Optional<Request> next(Request request, Response response) {
                return inner.next(request, response).map(next -> next.address(request.address()));
            }

            @Override
            public Request first(Request request) {
                return inner.first(request);
            }

            @Override
            public Paging settle(Response first, Consumer<String> warn) {
                return inner.settle(first, warn).atSameAddress();
            }
        };
    }

    private Paging onlyIf(Predicate<Response> more) {
        Paging inner = this;
        return new Paging() {
            @Override
            public Optional<Request> next(Request request, Response response) {
                return more.test(response) ? inner.next(request, response) : Optional.empty();
            }

            @Override
            public Request first(Request request) {
                return inner.first(request);
            }

            @Override
            public Paging settle(Response first, Consumer<String> warn) {
                return inner.settle(first, warn).onlyIf(more);
            }
        };
    }

    /**
     * One page.
     *
     * @return never null
     */
    static Paging none() {
        return (request, response) -> Optional.empty();
    }

    /**
     * The {@code Link} header's {@code rel="next"} (RFC 8288).
     *
     * @return never null
     */
    static Paging linkHeader() {
        return linkHeader("next");
    }

    /**
     * The {@code Link} header's entry with this relation.
     *
     * @param relation such as {@code next}
     * @return never null
     */
    static Paging linkHeader(String relation) {
        return (request, response) ->
                Links.find(response.headers("Link"), relation)
                        .map(link -> follow(request, response, link));
    }

    /**
     * An address in the body, absolute or relative, followed as it is. Missing, null, empty and
     * false end the listing.
     *
     * @param pointer where it stands
     * @return never null
     */
    static Paging nextUrl(String pointer) {
        return (request, response) ->
                value(response, pointer).map(link -> follow(request, response, link));
    }

    private static Request follow(Request request, Response response, String link) {
        return request.url(response.request().address()).url(link);
    }

    /**
     * A token in the body that is sent back. Missing, null, empty, false and 0 end the listing.
     *
     * @param pointer where it stands
     * @param place where to send it
     * @return never null
     */
    static Paging token(String pointer, String place) {
        return sendBack(response -> value(response, pointer), place);
    }

    /**
     * A token in a header that is sent back. Missing and empty end the listing.
     *
     * @param header its name
     * @param place where to send it
     * @return never null
     */
    static Paging headerToken(String header, String place) {
        return sendBack(response -> response.header(header).filter(t -> !t.isEmpty()), place);
    }

    /**
     * The last record's id is sent back, while a flag says that there is more.
     *
     * @param field where the id stands in a record
     * @param place where to send it
     * @param moreFlag where the flag stands in the page
     * @return never null
     */
    static Paging lastId(String field, String place, String moreFlag) {
        return lastId(field, place).moreWhile(moreFlag);
    }

    /**
     * The last record's id is sent back, until a page has no records.
     *
     * @param field where the id stands in a record
     * @param place where to send it
     * @return never null
     */
    static Paging lastId(String field, String place) {
        return sendBack(response -> response.last(field), place);
    }

    private static Paging sendBack(Function<Response, Optional<String>> token, String place) {
        return (request, response) -> token.apply(response).map(value -> request.set(place, value));
    }

    /**
     * Numbered pages, until one has no records.
     *
     * @param place where the number is sent
     * @param first the first page's number
     * @return never null
     */
    static Counting pageNumber(String place, int first) {
        return Counting.pages(place, first);
    }

    /**
     * Numbered pages, until the last one or one without records.
     *
     * @param place where the number is sent
     * @param first the first page's number
     * @param pages where the number of pages stands
     * @return never null
     */
    static Counting pageNumber(String place, int first, String pages) {
        return pageNumber(place, first).total(pages);
    }

    /**
     * Offset and limit, until a page has no records. The offset grows by the records received, so a
     * service that sends fewer than asked loses none.
     *
     * @param offset where the offset is sent, from 0 on
     * @param limit where the limit is sent
     * @param size the limit
     * @return never null
     */
    static Counting offset(String offset, String limit, int size) {
        return Counting.records(offset, limit, size);
    }

    /**
     * Offset and limit, until the total is reached or a page has no records.
     *
     * @param offset where the offset is sent, from 0 on
     * @param limit where the limit is sent
     * @param size the limit
     * @param total where the number of all records stands; missing is as if unknown
     * @return never null
     */
    static Counting offset(String offset, String limit, int size, String total) {
        return offset(offset, limit, size).total(total);
    }

    /**
     * Finds out from the first page: a {@code Link} header, an address or a token whose name begins
     * with {@code next}, a number of pages; else one page, with a warning if the page says that
     * there is more.
     *
     * @return never null
     */
    static Paging detect() {
        return new PagingDetector();
    }

    /** What names the next page; false and the number 0 mean that there is none, too. */
    private static Optional<String> value(Response response, String pointer) {
        return response.json(pointer)
                .filter(json -> !json.equals("0") && !"{[".contains(json.substring(0, 1)))
                .map(JsonText::scalar)
                .filter(value -> !value.equals(false) && !value.equals(""))
                .map(Object::toString);
    }
}
