package dev.dango.benchmark.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Watches a process from outside. The last look before its end counts, so up to a look's interval
 * of processor time is missed.
 */
final class Meter {

    private static final long INTERVAL_MILLIS = 5;

    private double cpu;
    private long peak;

    /** Returns when the process has ended. */
    void watch(Process process) throws InterruptedException {
        while (!process.waitFor(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
            cpu =
                    process.info()
                            .totalCpuDuration()
                            .map(Duration::toNanos)
                            .map(nanos -> nanos / 1e9)
                            .orElse(cpu);
            peak = Math.max(peak, peakOf(process.pid()));
        }
    }

    double cpu() {
        return cpu;
    }

    long peak() {
        return peak;
    }

    /** The high-water mark of resident memory, in bytes; 0 where there is no /proc. */
    static long peakOf(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        } catch (IOException gone) {
            // it ended meanwhile, or the system has no such file
        }
        return 0;
    }
}
