package dev.dango.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Paging by a number that grows from page to page: page numbers and offsets. */
final class Counting implements Paging {

    private final String place;
    private final long first;
    private final Function<Response, Long> step;
    private final Function<Response, Optional<Long>> end;
    private final Map<String, Object> fixed;

    /**
     * Counts.
     *
     * @param step how far a page goes
     * @param end the first number behind the listing
     */
    Counting(
            String place,
            long first,
            Function<Response, Long> step,
            Function<Response, Optional<Long>> end) {
        this(place, first, step, end, Map.of());
    }

    private Counting(
            String place,
            long first,
            Function<Response, Long> step,
            Function<Response, Optional<Long>> end,
            Map<String, Object> fixed) {
        this.place = place;
        this.first = first;
        this.step = step;
        this.end = end;
        this.fixed = fixed;
    }

    /** Sends a value along with the first request. */
    Counting with(String fixedPlace, Object value) {
        return new Counting(place, first, step, end, Map.of(fixedPlace, value));
    }

    @Override
    public Request first(Request request) {
        Request changed = request;
        for (Map.Entry<String, Object> entry : fixed.entrySet()) {
            changed = changed.set(entry.getKey(), entry.getValue());
        }
        return changed.value(place).isPresent() ? changed : changed.set(place, first);
    }

    @Override
    public Optional<Request> next(Request request, Response response) {
        if (response.recordCount() == 0) {
            return Optional.empty();
        }
        long next = request.value(place).map(Long::parseLong).orElse(first) + step.apply(response);
        boolean over = end.apply(response).filter(last -> next >= last).isPresent();
        return over ? Optional.empty() : Optional.of(request.set(place, next));
    }

    /** A whole number in the page, or nothing. */
    static Optional<Long> number(Response response, String pointer) {
        return response.text(pointer).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }
}
