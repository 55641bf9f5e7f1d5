package dev.dango.cli.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Stops processes as a user at a terminal does. */
public final class CtrlC {

    private static final String IGNORED = "SigIgn:";
    private static final int INTERRUPT = 2;

    private CtrlC() {}

    /**
     * Interrupts a process. A build that a shell has started in the background ignores interrupts,
     * and so does all that it starts; such a process is asked to terminate, which counts the same.
     */
    public static void press(Process process) throws IOException, InterruptedException {
        String signal = ignoresInterrupts(process.pid()) ? "TERM" : "INT";
        Process kill =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Only Linux tells; elsewhere nothing is known of it. */
    private static boolean ignoresInterrupts(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith(IGNORED))
                .map(line -> new BigInteger(line.substring(IGNORED.length()).strip(), 16))
                .anyMatch(signals -> signals.testBit(INTERRUPT - 1));
    }
}
