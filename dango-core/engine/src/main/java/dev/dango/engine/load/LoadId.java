package dev.dango.engine.load;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Ids of loads: seconds since 1970 with six decimals, as dlt writes them. They grow from load to
 * load of a source whatever its clock does, since a load whose id is known counts as done.
 */
public final class LoadId {

    private static final BigDecimal STEP = new BigDecimal("0.000001");

    private LoadId() {}

    /**
     * The id of a new load.
     *
     * @param last the id of the load before
     * @param now the time
     * @return greater than the last one
     */
    public static String after(Optional<String> last, Instant now) {
        String id =
                String.format(Locale.ROOT, "%d.%06d", now.getEpochSecond(), now.getNano() / 1000);
        return last.flatMap(LoadId::parse)
                .map(before -> before.add(STEP))
                .filter(next -> next.compareTo(new BigDecimal(id)) > 0)
                .map(BigDecimal::toPlainString)
                .orElse(id);
    }

    /** The time a load's id stands for, in microseconds since 1970. */
    static long micros(String id) {
        return new BigDecimal(id).movePointRight(6).longValue();
    }

    /** Tools of other hands may have written other ids. */
    private static Optional<BigDecimal> parse(String id) {
        try {
            return Optional.of(new BigDecimal(id));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
