package dev.dango.cli.add;

import dev.dango.engine.project.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several of a list of names.
 *
 * @param names those that were chosen; empty for all
 * @param problem why the answer could not be understood; empty if it could
 */
record Selection(List<String> names, Optional<String> problem) {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:\\s*-\\s*(\\d{1,4}))?");

    /**
     * Reads an answer.
     *
     * @param answer numbers, ranges of numbers and names, separated by commas
     * @param offered the names that the numbers count, from 1
     */
    static Selection of(String answer, List<String> offered) {
        Set<String> chosen = new LinkedHashSet<>();
        if (answer.equalsIgnoreCase("all")) {
            return new Selection(List.of(), Optional.empty());
        }
        for (String part : answer.split(",")) {
            String word = part.strip();
            Matcher range = RANGE.matcher(word);
            boolean understood =
                    addName(chosen, word, offered)
                            || (range.matches() && addRange(chosen, range, offered));
            if (!understood) {
                return new Selection(
                        List.of(),
                        Optional.of(
                                "\""
                                        + word
                                        + "\" is not in the list"
                                        + Nearest.question(word, offered)));
            }
        }
        return new Selection(new ArrayList<>(chosen), Optional.empty());
    }

    private static boolean addName(Set<String> chosen, String word, List<String> offered) {
        boolean known = offered.contains(word);
        if (known) {
            chosen.add(word);
        }
        return known;
    }

    private static boolean addRange(Set<String> chosen, Matcher range, List<String> offered) {
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        if (first < 1 || last > offered.size() || first > last) {
            return false;
        }
        chosen.addAll(offered.subList(first - 1, last));
        return true;
    }
}
