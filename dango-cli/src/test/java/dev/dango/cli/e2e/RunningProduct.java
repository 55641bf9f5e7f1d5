package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.dist.CtrlC;
import dev.dango.cli.dist.Script.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs, whose words can be waited for and which can be sent signals. */
final class RunningProduct implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Lines out;
    private final Lines err;

    RunningProduct(Process process) {
        this.process = process;
        this.out = new Lines(process.inputReader(StandardCharsets.UTF_8));
        this.err = new Lines(process.errorReader(StandardCharsets.UTF_8));
    }

    /** Waits for a line of the result; false if the command ends without one. */
    boolean prints(String part) throws InterruptedException {
        return out.await(part);
    }

    /** Waits for a line of what is said beside the result; false if the command ends without. */
    boolean says(String part) throws InterruptedException {
        return err.await(part);
    }

    /** The first line of the result with this in it, which has come already. */
    String firstPrinted(String part) {
        return out.first(part);
    }

    long pid() {
        return process.pid();
    }

    /** What the system shows of the command line. */
    String commandLine() throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .replace('\0', ' ');
    }

    /** Presses Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        CtrlC.press(process);
    }

    /** Asks it to end, as a system that shuts down does. */
    void terminate() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
    }

    /** Kills it after a moment; whether it was still running then. */
    boolean killAfter(int millis) throws InterruptedException {
        boolean running = !process.waitFor(millis, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        return running;
    }

    /** Waits for the end. */
    Outcome finish() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ends; it said: %s", err)
                .isTrue();
        return new Outcome(process.exitValue(), out.all(), err.all());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** Reads a stream as it comes, so that the process never waits for its reader. */
    private static final class Lines {

        private final List<String> lines = new ArrayList<>();
        private final Thread reader;
        private boolean ended;

        Lines(BufferedReader from) {
            reader =
                    new Thread(
                            () -> {
                                try (from) {
                                    from.lines().forEach(this::add);
                                } catch (IOException | UncheckedIOException e) {
                                    add("broken off: " + e.getMessage());
                                } finally {
                                    end();
                                }
                            },
                            "lines");
            reader.setDaemon(true);
            reader.start();
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized boolean await(String part) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (lines.stream().noneMatch(line -> line.contains(part))) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended) {
                    return false;
                }
                assertThat(left).as("waiting for \"%s\" among %s", part, lines).isPositive();
                wait(left);
            }
            return true;
        }

        synchronized String first(String part) {
            return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
        }

        String all() throws InterruptedException {
            reader.join();
            return toString();
        }

        @Override
        public synchronized String toString() {
            return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        }
    }
}
