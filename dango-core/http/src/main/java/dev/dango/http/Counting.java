package dev.dango.http;

import java.util.Map;
import java.util.Optional;

/**
 * Paging by a number that grows from page to page: page numbers and offsets. Ends at a page without
 * records. Immutable; each method returns a changed copy.
 */
public final class Counting implements Paging {

    private final String place;
    private final long base;
    private final Map<String, Object> fixed;

    /** Records asked for at once; 0 where pages are counted. */
    private final long size;

    private long first;
    private long maximum = Long.MAX_VALUE;
    private String total;
    private boolean pastEmpty;
    private boolean bySize;

    private Counting(String place, long base, long size, Map<String, Object> fixed) {
        this.place = place;
        this.base = base;
        this.size = size;
        this.fixed = fixed;
        this.first = base;
    }

    private Counting(Counting other) {
        this(other.place, other.base, other.size, other.fixed);
        first = other.first;
        maximum = other.maximum;
        total = other.total;
        pastEmpty = other.pastEmpty;
        bySize = other.bySize;
    }

    static Counting pages(String place, long first) {
        return new Counting(place, first, 0, Map.of());
    }

    static Counting records(String place, String limitPlace, int size) {
        return new Counting(place, 0, size, Map.of(limitPlace, size));
    }

    /**
     * Ends also when the whole listing is read.
     *
     * @param pointer where the number of all pages, or of all records, stands in the page; a page
     *     without it is as if it were unknown
     * @return a changed copy
     */
    public Counting total(String pointer) {
        Counting copy = new Counting(this);
        copy.total = pointer;
        return copy;
    }

    /**
     * Starts in the middle.
     *
     * @param number of the page or record to begin with
     * @return a changed copy
     */
    public Counting from(long number) {
        Counting copy = new Counting(this);
        copy.first = number;
        return copy;
    }

    /**
     * Ends also before a number is reached.
     *
     * @param number of the page or record that is not asked for any more
     * @return a changed copy
     */
    public Counting below(long number) {
        Counting copy = new Counting(this);
        copy.maximum = number;
        return copy;
    }

    /**
     * Goes on after a page without records, unless the {@linkplain #total total} is the way to end
     * and the page does not tell it. It needs another way to end.
     *
     * @return a changed copy
     */
    public Counting pastEmpty() {
        Counting copy = new Counting(this);
        copy.pastEmpty = true;
        return copy;
    }

    /**
     * Has an offset grow by the limit that was asked for, for listings whose records are not what
     * the service counts, such as the lines of its orders.
     *
     * @return a changed copy
     */
    public Counting bySize() {
        Counting copy = new Counting(this);
        copy.bySize = true;
        return copy;
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
        Optional<Long> end = end(response);
        if (response.recordCount() == 0 && !(pastEmpty && endsElsewhere(end))) {
            return Optional.empty();
        }
        long next = request.value(place).map(Long::parseLong).orElse(first) + step(response);
        boolean over = next >= maximum || end.filter(last -> next >= last).isPresent();
        return over ? Optional.empty() : Optional.of(request.set(place, next));
    }

    /** A page that should say how many there are and does not must not keep us for ever. */
    private boolean endsElsewhere(Optional<Long> end) {
        return total == null || end.isPresent() || maximum != Long.MAX_VALUE;
    }

    /** A service that sends fewer records than asked must not lose any. */
    private long step(Response response) {
        if (size == 0) {
            return 1;
        }
        return bySize || response.recordCount() == 0 ? size : response.recordCount();
    }

    /** The first number behind the listing. */
    private Optional<Long> end(Response response) {
        return Optional.ofNullable(total)
                .flatMap(response::text)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(count -> Long.parseLong(count) + base);
    }
}
