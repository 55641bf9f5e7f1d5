package dev.dango.benchmark;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param name of the comparison
 * @param what was measured
 * @param goal what it should be
 * @param value what it is
 * @param first what it was in the round that warmed up, or NaN
 * @param ours what one round cost Dango
 * @param theirs what it cost the other side
 */
public record Figure(
        String name,
        String what,
        Goal goal,
        double value,
        double first,
        String ours,
        String theirs) {

    /**
     * A limit.
     *
     * @param limit the last good value
     * @param atLeast whether more is better
     */
    public record Goal(double limit, boolean atLeast) {

        /**
         * More is better.
         *
         * @param limit the least
         * @return the goal
         */
        public static Goal atLeast(double limit) {
            return new Goal(limit, true);
        }

        /**
         * Less is better.
         *
         * @param limit the most
         * @return the goal
         */
        public static Goal atMost(double limit) {
            return new Goal(limit, false);
        }

        boolean isReachedBy(double value) {
            return atLeast ? value >= limit : value <= limit;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.2f x", atLeast ? ">=" : "<=", limit);
        }
    }

    static String header() {
        return line("row", "what", "goal", "is", "", "first", "Dango", "other side");
    }

    @Override
    public String toString() {
        return line(
                name,
                what,
                goal.toString(),
                times(value),
                goal.isReachedBy(value) ? "ok" : "--",
                Double.isNaN(first) ? "" : times(first),
                ours,
                theirs);
    }

    private static String times(double value) {
        return String.format(Locale.ROOT, "%.2f x", value);
    }

    private static String line(Object... cells) {
        return String.format(
                Locale.ROOT, "| %-10s | %-44s | %-9s | %7s | %2s | %7s | %-24s | %-24s |", cells);
    }
}
