package dev.dango.engine.load;

import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A lock between processes and between the threads of one. The operating system holds it, so it
 * goes when its holder does, however that ends; the file stays, and says who holds it.
 */
public final class ProcessLock implements AutoCloseable {

    private static final Map<Path, Semaphore> THREADS = new ConcurrentHashMap<>();
    private static final long POLL_MILLIS = 50;

    private final Semaphore threads;
    private final RandomAccessFile file;
    private final FileLock lock;

    private ProcessLock(Semaphore threads, RandomAccessFile file, FileLock lock) {
        this.threads = threads;
        this.file = file;
        this.lock = lock;
    }

    /**
     * Waits for the lock.
     *
     * @param path the lock's file; made if it is not there
     * @param what what the lock is wanted for, for others to read
     * @param waiting hears in a few words for whom this waits, and an empty text once it is over
     * @param cancellation ends the wait
     * @return to be closed
     */
    public static ProcessLock acquire(
            Path path, String what, Consumer<String> waiting, Cancellation cancellation) {
        Semaphore threads =
                THREADS.computeIfAbsent(
                        path.toAbsolutePath().normalize(), key -> new Semaphore(1, true));
        boolean waited = false;
        try {
            while (!threads.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                cancellation.throwIfRequested();
            }
            ProcessLock held = null;
            try {
                Files.createDirectories(path.toAbsolutePath().getParent());
                RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
                FileLock lock = file.getChannel().tryLock();
                while (lock == null) {
                    waiting.accept(holder(path));
                    waited = true;
                    Thread.sleep(POLL_MILLIS);
                    cancellation.throwIfRequested();
                    lock = file.getChannel().tryLock();
                }
                held = new ProcessLock(threads, file, lock);
                held.sign(what);
                return held;
            } finally {
                if (held == null) {
                    threads.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceException.of(ErrorKind.CANCELLED, "interrupted while waiting for its turn");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (waited) {
                waiting.accept("");
            }
        }
    }

    private void sign(String what) throws IOException {
        String text =
                "process "
                        + ProcessHandle.current().pid()
                        + " ("
                        + what
                        + ", since "
                        + Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        + ")\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file.setLength(0);
        file.write(bytes);
    }

    private static String holder(Path path) throws IOException {
        String text = Files.readString(path).strip();
        return text.isEmpty() ? "another process" : text;
    }

    @Override
    public void close() {
        try {
            lock.release();
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.release();
        }
    }
}
