package dev.dango.benchmark.race;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A new process for each round, from its start to its end. */
public final class ProcessContender implements Contender {

    /** What has to be done before each round. */
    public interface Preparation {

        /**
         * Prepares a round.
         *
         * @param round its number
         * @throws Exception if that fails
         */
        void prepare(int round) throws Exception;
    }

    private final String name;
    private final Path folder;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Preparation preparation;

    /**
     * Says what to run.
     *
     * @param name what it is called
     * @param folder where it runs
     * @param command program and arguments
     * @param environment variables besides those of this process
     * @param preparation is not measured
     */
    public ProcessContender(
            String name,
            Path folder,
            List<String> command,
            Map<String, String> environment,
            Preparation preparation) {
        this.name = name;
        this.folder = folder;
        this.command = command;
        this.environment = environment;
        this.preparation = preparation;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Cost round(int number) throws Exception {
        preparation.prepare(number);
        File said = File.createTempFile("said", ".log");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(said);
            builder.environment().putAll(environment);
            Meter meter = new Meter();
            long started = System.nanoTime();
            Process process = builder.start();
            meter.watch(process);
            double wall = (System.nanoTime() - started) / 1e9;
            if (process.exitValue() != 0) {
                throw new IOException(
                        "%s ended with %d:%n%s"
                                .formatted(
                                        name,
                                        process.exitValue(),
                                        Files.readString(said.toPath())));
            }
            return new Cost(wall, meter.cpu(), meter.peak());
        } finally {
            Files.delete(said.toPath());
        }
    }
}
