package dev.dango.benchmark.race;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What rounds cost contenders that took turns, A B A B, so that whatever else the machine does hits
 * all of them. Round 0 warms caches and compilers; the figures are of the rounds after it.
 */
public final class Race {

    private final List<List<Cost>> costs = new ArrayList<>();

    private Race() {}

    /**
     * Lets contenders take turns.
     *
     * @param rounds how many count, besides the one that warms up
     * @param out is told of each round
     * @param contenders in the order of their turns; closed at the end
     * @return what it cost them
     * @throws Exception if the work of one failed
     */
    public static Race run(int rounds, PrintStream out, List<? extends Contender> contenders)
            throws Exception {
        Race race = new Race();
        try {
            contenders.forEach(contender -> race.costs.add(new ArrayList<>()));
            for (int round = 0; round <= rounds; round++) {
                for (int i = 0; i < contenders.size(); i++) {
                    Cost cost = contenders.get(i).round(round);
                    race.costs.get(i).add(cost);
                    out.printf(
                            "    round %d  %-16s wall %7.3f s  cpu %7.3f s  peak %5d MB%n",
                            round,
                            contenders.get(i).name(),
                            cost.wall(),
                            cost.cpu(),
                            cost.peak() >> 20);
                }
            }
        } finally {
            contenders.forEach(Contender::close);
        }
        return race;
    }

    /**
     * The median over the warm rounds.
     *
     * @param contender index of the contender
     * @param what of its cost
     * @return in the unit of that
     */
    public double median(int contender, ToDoubleFunction<Cost> what) {
        return median(warm(contender).stream().mapToDouble(what).toArray());
    }

    /**
     * The median of the ratios of two contenders, round by round.
     *
     * @param one the contender above the line
     * @param other the one below
     * @param what of their cost
     * @return how many times the other's cost
     */
    public double ratio(int one, int other, ToDoubleFunction<Cost> what) {
        List<Cost> above = warm(one);
        List<Cost> below = warm(other);
        return median(
                IntStream.range(0, above.size())
                        .mapToDouble(
                                i ->
                                        what.applyAsDouble(above.get(i))
                                                / what.applyAsDouble(below.get(i)))
                        .toArray());
    }

    /**
     * The ratio in the round that warmed up.
     *
     * @param one the contender above the line
     * @param other the one below
     * @param what of their cost
     * @return how many times the other's cost
     */
    public double firstRatio(int one, int other, ToDoubleFunction<Cost> what) {
        return what.applyAsDouble(costs.get(one).get(0))
                / what.applyAsDouble(costs.get(other).get(0));
    }

    private List<Cost> warm(int contender) {
        List<Cost> all = costs.get(contender);
        return all.subList(Math.min(1, all.size() - 1), all.size());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
