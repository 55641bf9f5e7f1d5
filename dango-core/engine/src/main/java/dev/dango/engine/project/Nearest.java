package dev.dango.engine.project;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name somebody probably meant. */
public final class Nearest {

    private Nearest() {}

    /**
     * The candidate that a few typing mistakes away from {@code typed}.
     *
     * @param typed what stands there
     * @param candidates what could stand there
     * @return empty if nothing is near enough to be a guess
     */
    public static Optional<String> to(String typed, Collection<String> candidates) {
        int tolerated = Math.max(1, typed.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(typed, candidate) <= tolerated)
                .min(
                        Comparator.<String>comparingInt(candidate -> distance(typed, candidate))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * A question to hang onto a sentence about an unknown name.
     *
     * @param typed what stands there
     * @param candidates what could stand there
     * @return {@code ; did you mean "x"?}, or a full stop
     */
    public static String question(String typed, Collection<String> candidates) {
        return to(typed, candidates).map(name -> "; did you mean \"" + name + "\"?").orElse(".");
    }

    /** Optimal string alignment: insertions, deletions, substitutions and swapped neighbours. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] =
                        Math.min(Math.min(current[j - 1], last[j]) + 1, last[j - 1] + substitution);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            int[] recycled = beforeLast;
            beforeLast = last;
            last = current;
            current = recycled;
        }
        return last[b.length()];
    }
}
