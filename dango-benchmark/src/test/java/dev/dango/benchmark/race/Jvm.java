package dev.dango.benchmark.race;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVMs like the one this runs in. */
public final class Jvm {

    /** What the launcher gives a sync. */
    private static final List<String> OPTIONS =
            List.of(
                    "-XX:Tier4InvocationThreshold=50000",
                    "-XX:Tier4MinInvocationThreshold=6000",
                    "-XX:Tier4CompileThreshold=150000",
                    "-XX:Tier4BackEdgeThreshold=400000",
                    "-XX:+UseParallelGC");

    private Jvm() {}

    /**
     * Starts with the class path of this JVM and the options that the launcher gives a sync.
     *
     * @return program and options, to be followed by a class
     */
    public static List<String> command() {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
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
