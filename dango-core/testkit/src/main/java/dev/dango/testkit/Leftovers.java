package dev.dango.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What a run may have left in this process. */
final class Leftovers {

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    /** Threads of the JDK and of libraries that stay for the whole process, a few at most. */
    private static final List<String> STAYING =
            List.of(
                    "fake-api",
                    "HTTP-Dispatcher",
                    "idle-timeout-task",
                    "OkHttp",
                    "Okio",
                    "ForkJoinPool",
                    "Cleaner",
                    "process reaper",
                    "Keep-Alive",
                    "junit");

    private Leftovers() {}

    /** Names of threads that began since, and have not ended when the time is over. */
    static List<String> threadsSince(Set<Thread> before, Duration patience) {
        Set<Thread> left = new HashSet<>();
        await(
                () -> {
                    left.clear();
                    left.addAll(Thread.getAllStackTraces().keySet());
                    left.removeAll(before);
                    left.removeIf(thread -> STAYING.stream().anyMatch(thread.getName()::contains));
                    return left.isEmpty();
                },
                patience);
        return left.stream().map(Thread::getName).sorted().toList();
    }

    /** Sockets open in this process; 0 where the system does not tell. */
    static int sockets() {
        if (!Files.isDirectory(OPEN_FILES)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(OPEN_FILES)) {
            return (int) open.filter(Leftovers::isSocket).count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** How many sockets more there are than before, when the time is over or none is left. */
    static int socketsMoreThan(int before, Duration patience) {
        await(() -> sockets() <= before, patience);
        return sockets() - before;
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // closed meanwhile
            return false;
        }
    }

    private static void await(BooleanSupplier done, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
