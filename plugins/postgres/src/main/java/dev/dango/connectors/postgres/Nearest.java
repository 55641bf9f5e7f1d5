package dev.dango.connectors.postgres;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody most likely meant. */
final class Nearest {

    private Nearest() {}

    /**
     * Asks whether the nearest name was meant.
     *
     * @param wrong what was written
     * @param names what there is
     * @return {@code Did you mean "x"?} with a blank before it, or an empty text if nothing is near
     */
    static String question(String wrong, Collection<String> names) {
        return find(wrong, names).map(name -> " Did you mean \"" + name + "\"?").orElse("");
    }

    private static Optional<String> find(String wrong, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(wrong, name) <= Math.max(1, wrong.length() / 3))
                .min(Comparator.comparingInt(name -> distance(wrong, name)));
    }

    /** Levenshtein's, with upper and lower case alike. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
