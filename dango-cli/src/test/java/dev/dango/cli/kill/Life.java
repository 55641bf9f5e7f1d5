package dev.dango.cli.kill;

import dev.dango.engine.project.NewProject;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.protocol.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * One project from its first sync on: killed several times in a row, then synced to the end and
 * looked at, and again, until it has been killed in all places that were asked for.
 */
final class Life {

    private static final int MOST_KILLS_IN_A_ROW = 6;

    private static final Comparator<Aim> FIRST_THINGS_FIRST =
            Comparator.comparing(aim -> aim.needsNewProject() ? aim.step() : Step.RUN_ENDED);

    private final Scenario scenario;
    private final List<Aim> aims;
    private final long seed;
    private final Random random;
    private final Tally tally;
    private final List<String> past = new ArrayList<>();

    Life(Scenario scenario, List<Aim> aims, long seed, Tally tally) {
        this.scenario = scenario;
        this.aims = new ArrayList<>(aims);
        this.aims.sort(FIRST_THINGS_FIRST);
        this.seed = seed;
        this.random = new Random(seed);
        this.tally = tally;
    }

    /** Fails with the seed and all that happened before, should anything be lost or doubled. */
    void live(Path folder) throws Exception {
        try (Origins origins = scenario.origins(folder)) {
            live(NewProject.create(folder, "test").project(), origins);
        } catch (AssertionError e) {
            throw new AssertionError(
                    "%s, seed %d, after %s: %s".formatted(scenario, seed, past, e.getMessage()), e);
        }
    }

    private void live(Project project, Origins origins) throws Exception {
        for (Origin origin : origins.all()) {
            SourcesFile.read(project).add(origin.entry());
        }
        WarehouseCheck check = new WarehouseCheck(project, origins);
        VictimProcess victim = new VictimProcess(project);
        while (!aims.isEmpty()) {
            int kills = 1 + random.nextInt(MOST_KILLS_IN_A_ROW);
            for (int i = 0; i < kills && !aims.isEmpty(); i++) {
                kill(victim, next(project), origins, check);
            }
            boolean changed = random.nextBoolean();
            if (changed) {
                origins.change(random);
            }
            victim.finish();
            past.add("a sync to the end of " + (changed ? "changed data" : "the same data"));
            look(origins, check);
        }
    }

    private void look(Origins origins, WarehouseCheck check) throws Exception {
        tally.looked(scenario);
        origins.synced();
        check.afterTheEnd();
    }

    /** The first that can be reached now; there may have to be something to recover before. */
    private Aim next(Project project) throws IOException {
        boolean leftover = hasLeftover(project);
        for (Aim aim : aims) {
            if (leftover || !aim.needsLeftover()) {
                aims.remove(aim);
                return aim;
            }
        }
        return Aim.leavingSome(random);
    }

    private static boolean hasLeftover(Project project) throws IOException {
        if (!Files.isDirectory(project.loads())) {
            return false;
        }
        try (var sources = Files.list(project.loads())) {
            return sources.findAny().isPresent();
        }
    }

    /**
     * What is not reached is tried at its first occasion, and then given up for a moment: a load of
     * files writes no rows to a segment.
     */
    private void kill(VictimProcess victim, Aim aim, Origins origins, WarehouseCheck check)
            throws Exception {
        for (Aim.Shot shot : List.of(aim.shot(random), aim.earliestShot())) {
            origins.change(random);
            VictimProcess.End end = victim.killBy(shot);
            past.add(shot + " " + end);
            if (end != VictimProcess.End.FINISHED) {
                tally.killed(scenario, aim, end);
                check.afterAKill();
                return;
            }
            look(origins, check);
        }
        aims.add(Aim.anyMoment(random));
    }
}
