package dev.dango.engine.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dango.engine.sync.CancellationSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessLockTest {

    @TempDir Path folder;
    private Path file;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Other> others = new ArrayList<>();

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("locks").resolve("a.lock");
    }

    @AfterEach
    void endAll() throws Exception {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
        for (Other other : others) {
            other.kill();
        }
    }

    private ProcessLock take() {
        return ProcessLock.acquire(file, "testing", words -> {}, new CancellationSource());
    }

    /** Another process at the lock. */
    private final class Other {

        private final Process process;
        private final BufferedReader output;

        Other() throws IOException {
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    LockUser.class.getName(),
                                    file.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            output = process.inputReader(UTF_8);
            others.add(this);
        }

        String says() throws IOException {
            return output.readLine();
        }

        /** Passes over its notices that the line before it has become shorter. */
        void awaitHeld() throws IOException {
            String line = says();
            while (!line.equals("held")) {
                line = says();
            }
        }

        void letGo() throws Exception {
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    /** A thread of this process that takes the lock and lets go of it at once. */
    private BlockingQueue<String> thread(String name, List<String> order) {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        Thread thread =
                new Thread(
                        () -> {
                            try (ProcessLock lock =
                                    ProcessLock.acquire(
                                            file, name, said::add, new CancellationSource())) {
                                order.add(name);
                            } catch (SourceException interrupted) {
                                said.add("interrupted");
                            }
                        },
                        name);
        threads.add(thread);
        thread.start();
        return said;
    }

    private void joinThreads() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static String next(BlockingQueue<String> said) throws InterruptedException {
        return said.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void processesAndThreadsComeInTheOrderInWhichTheyCame() throws Exception {
        List<String> order = new ArrayList<>();
        ProcessLock held = take();
        Other first = new Other();
        String me = "process %d (testing, since ".formatted(ProcessHandle.current().pid());
        assertThat(first.says()).startsWith(me).endsWith("Z); next in line");
        BlockingQueue<String> second = thread("second", order);
        assertThat(next(second)).startsWith(me).endsWith("; second in line");
        Other third = new Other();
        assertThat(third.says()).startsWith(me).endsWith("; third in line");
        BlockingQueue<String> fourth = thread("fourth", order);
        assertThat(next(fourth)).startsWith(me).endsWith("; fourth in line");

        held.close();
        first.awaitHeld();
        assertThat(order).isEmpty();
        assertThat(next(second))
                .startsWith("process %d (testing".formatted(first.process.pid()))
                .endsWith("next in line");
        first.letGo();
        third.awaitHeld();
        assertThat(order).containsExactly("second");
        third.letGo();
        joinThreads();
        assertThat(order).containsExactly("second", "fourth");
        assertThat(second).last().isEqualTo("");
    }

    @Test
    void whoIsKilledIsPassedOverWaitingOrHolding() throws Exception {
        ProcessLock held = take();
        Other killedLater = new Other();
        assertThat(killedLater.says()).endsWith("next in line");
        Other killedAtOnce = new Other();
        assertThat(killedAtOnce.says()).endsWith("second in line");
        Other survivor = new Other();
        assertThat(survivor.says()).endsWith("third in line");

        killedAtOnce.kill();
        assertThat(survivor.says()).endsWith("second in line");
        held.close();
        killedLater.awaitHeld();
        killedLater.kill();
        survivor.awaitHeld();
    }

    @Test
    void whoGivesUpWaitingLeavesTheLine() throws Exception {
        List<String> order = new ArrayList<>();
        ProcessLock held = take();
        CancellationSource cancellation = new CancellationSource();
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(
                        () ->
                                ProcessLock.acquire(
                                        file,
                                        "testing",
                                        words -> cancellation.request(),
                                        cancellation))
                .matches(e -> e.kind() == ErrorKind.CANCELLED);
        BlockingQueue<String> interrupted = thread("interrupted", order);
        assertThat(next(interrupted)).endsWith("next in line");
        BlockingQueue<String> stays = thread("stays", order);
        assertThat(next(stays)).endsWith("second in line");
        threads.get(0).interrupt();
        assertThat(next(stays)).endsWith("next in line");
        held.close();
        joinThreads();
        assertThat(order).containsExactly("stays");
        assertThat(interrupted).last().isEqualTo("interrupted");
    }

    @Test
    void theFileDoesNotGrow() throws Exception {
        for (int i = 0; i < 100; i++) {
            take().close();
        }
        assertThat(Files.size(file)).isEqualTo(256);
        assertThat(Files.readString(file))
                .startsWith("process " + ProcessHandle.current().pid() + " (testing, since ")
                .endsWith(" \n");
    }

    @Test
    void manyThreadsNeverMeet() throws Exception {
        int[] inside = {0};
        List<Thread> many = new ArrayList<>();
        List<String> met = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            many.add(
                    new Thread(
                            () -> {
                                for (int turn = 0; turn < 5; turn++) {
                                    try (ProcessLock lock = take()) {
                                        if (inside[0]++ != 0) {
                                            met.add("met");
                                        }
                                        Thread.onSpinWait();
                                        inside[0]--;
                                    }
                                }
                            }));
        }
        many.forEach(Thread::start);
        for (Thread thread : many) {
            thread.join();
        }
        assertThat(met).isEmpty();
        assertThat(inside[0]).isZero();
    }
}
