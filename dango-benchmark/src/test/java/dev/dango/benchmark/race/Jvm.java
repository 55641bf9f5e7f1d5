package dev.dango.benchmark.race;

import java.nio.file.Path;
import java.util.List;

/** JVMs like the one this runs in. */
public final class Jvm {

    private Jvm() {}

    /**
     * Starts with the class path of this JVM and the collector that the launcher takes for a sync.
     *
     * @return program and options, to be followed by a class
     */
    public static List<String> command() {
        return List.of(java(), "-XX:+UseParallelGC", "-cp", System.getProperty("java.class.path"));
    }

    /**
     * The program.
     *
     * @return the path of {@code java}
     */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
