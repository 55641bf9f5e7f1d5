package dev.dango.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills syncs, and sees that nothing is lost or doubled. How often and with which seed is told by
 * the system properties {@code dango.kills} and {@code dango.kills.seed}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class KillHarnessIT {

    private static final int KILLS = Integer.getInteger("dango.kills", 24);
    private static final long SEED = Long.getLong("dango.kills.seed", 20261123);
    private static final int AT_ONCE = 2;
    private static final int KILLS_IN_A_LIFE = 8;

    @TempDir Path folder;
    private final Tally tally = new Tally();

    @Test
    void nothingIsLostAndNothingDoubled() throws Exception {
        Random random = new Random(SEED);
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> lives = new ArrayList<>();
            int place = 0;
            for (Scenario scenario : Scenario.values()) {
                List<Aim> aims = aims(place++);
                for (int i = 0; i < aims.size(); i += KILLS_IN_A_LIFE) {
                    List<Aim> some = aims.subList(i, Math.min(i + KILLS_IN_A_LIFE, aims.size()));
                    Life life = new Life(scenario, some, random.nextLong(), tally);
                    Path home = Files.createDirectory(folder.resolve(scenario + "-" + i));
                    lives.add(
                            pool.submit(
                                    () -> {
                                        life.live(home);
                                        return null;
                                    }));
                }
            }
            for (Future<?> life : lives) {
                life.get();
            }
        } finally {
            pool.shutdownNow();
            System.out.printf("Kills with seed %d:%n%s", SEED, tally);
        }
        assertThat(tally.kills()).isGreaterThanOrEqualTo(KILLS);
    }

    /**
     * A share of the kills. Scenarios begin at different places of all that there are, so that few
     * kills are spread over all places, too.
     */
    private static List<Aim> aims(int place) {
        List<Aim> all = Aim.all(new Random(SEED));
        int scenarios = Scenario.values().length;
        int share = KILLS / scenarios + (place < KILLS % scenarios ? 1 : 0);
        int stride = (all.size() + scenarios - 1) / scenarios;
        List<Aim> aims = new ArrayList<>();
        for (int i = 0; i < share; i++) {
            aims.add(all.get((place * stride + i) % all.size()));
        }
        return aims;
    }
}
