package dev.dango.cli.kill;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was done to whom. Thread-safe. */
final class Tally {

    private static final String LOOKED = "synced to the end, equal";
    private static final String RECOVERING = "killed while recovering";
    private static final String KILLED = "killed";

    private final Map<String, Map<Scenario, Integer>> counts = new TreeMap<>();
    private int kills;

    synchronized void killed(Scenario scenario, Aim aim, VictimProcess.End end) {
        kills++;
        add(aim.toString(), scenario);
        add(KILLED, scenario);
        if (end == VictimProcess.End.KILLED_WHILE_RECOVERING) {
            add(RECOVERING, scenario);
        }
    }

    synchronized void looked(Scenario scenario) {
        add(LOOKED, scenario);
    }

    private void add(String what, Scenario scenario) {
        counts.computeIfAbsent(what, key -> new EnumMap<>(Scenario.class))
                .merge(scenario, 1, Integer::sum);
    }

    synchronized int kills() {
        return kills;
    }

    synchronized int count(String what) {
        return counts.getOrDefault(what, Map.of()).values().stream().mapToInt(n -> n).sum();
    }

    /** A line for each place, a column for each scenario. */
    @Override
    public synchronized String toString() {
        StringBuilder table = new StringBuilder("%-28s".formatted(""));
        for (Scenario scenario : Scenario.values()) {
            table.append(" %11s".formatted(scenario));
        }
        table.append("         all\n");
        counts.forEach(
                (what, ofScenario) -> {
                    table.append("%-28s".formatted(what));
                    for (Scenario scenario : Scenario.values()) {
                        table.append(" %11s".formatted(ofScenario.getOrDefault(scenario, 0)));
                    }
                    table.append(" %11d\n".formatted(count(what)));
                });
        return table.toString();
    }
}
