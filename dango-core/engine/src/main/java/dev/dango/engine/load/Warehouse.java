package dev.dango.engine.load;

import dev.dango.engine.protocol.Step;
import dev.dango.engine.protocol.Steps;
import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The DuckDB file of a project. It is opened for a piece of work and closed after it, so that other
 * programs can read it in between; only one piece of work is done at a time, over all processes.
 */
public final class Warehouse {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long POLL_MILLIS = 250;
    private static final Pattern HOLDER =
            Pattern.compile("Conflicting lock is held in (?:.*/)?(\\S+) \\(PID (\\d+)\\)");

    private final Path file;
    private final String storageVersion;
    private final Path lock;
    private final Steps steps;
    private final WarehouseFailure failure;

    /**
     * Names the files.
     *
     * @param file the DuckDB file; need not exist
     * @param storageVersion format of a file that is made, such as {@code v1.2.0}
     * @param locks folder of the lock that keeps writers apart
     * @param steps hears of each step
     */
    public Warehouse(Path file, String storageVersion, Path locks, Steps steps) {
        this.file = file;
        this.storageVersion = storageVersion;
        this.lock = locks.resolve("warehouse.lock");
        this.steps = steps;
        this.failure = new WarehouseFailure(file);
    }

    /**
     * Whether anything was ever loaded.
     *
     * @return false if there is no file
     */
    public boolean exists() {
        return Files.exists(file) && !isEmptyFile();
    }

    /** Others make such a file and write into it later; there is nothing in it to lose. */
    private boolean isEmptyFile() {
        try {
            return Files.isRegularFile(file) && Files.size(file) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done with the warehouse open. */
    interface Work<T> {
        T with(Session session) throws SQLException;
    }

    /** How to open it. */
    enum Access {
        READ,
        WRITE
    }

    /**
     * Does a piece of work.
     *
     * @param access how to open the file; to write makes it if it is not there
     * @param what for others who wait to read
     * @param waiting hears in a few words what this waits for
     * @param cancellation ends a wait
     * @throws SourceException if DuckDB refuses anything
     */
    <T> T open(
            Access access,
            String what,
            Consumer<String> waiting,
            Cancellation cancellation,
            Work<T> work) {
        try (ProcessLock held =
                        ProcessLock.acquire(
                                lock, what, who -> waiting.accept(turn(who)), cancellation);
                Session session = new Session(DriverManager.getConnection("jdbc:duckdb:"))) {
            attach(session, access, waiting, cancellation);
            session.execute("SET TimeZone = 'UTC'");
            return work.with(session);
        } catch (SQLException e) {
            throw failure.using(e);
        }
    }

    private static String turn(String holder) {
        return holder.isEmpty() ? "" : "the warehouse, in use by " + holder;
    }

    private void attach(
            Session session, Access access, Consumer<String> waiting, Cancellation cancellation) {
        if (access == Access.WRITE && !exists()) {
            make(session);
        }
        String sql = attach(file, access == Access.READ ? " (READ_ONLY)" : "");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean waited = false;
        while (true) {
            try {
                session.execute(sql);
                break;
            } catch (SQLException e) {
                Matcher holder = HOLDER.matcher(String.valueOf(e.getMessage()));
                if (!holder.find()) {
                    throw failure.opening(e);
                }
                String program = holder.group(1) + " (process " + holder.group(2) + ")";
                if (System.nanoTime() > deadline) {
                    throw SourceException.of(
                                    ErrorKind.TRANSIENT,
                                    "the warehouse " + file + " is open in " + program)
                            .hint("Close it there, or open it read-only, and sync again.");
                }
                waiting.accept(program + ", which has the warehouse open");
                waited = true;
                pause(cancellation);
            }
        }
        if (waited) {
            waiting.accept("");
        }
    }

    /**
     * Makes the file under another name first: a process that ends while DuckDB makes it would
     * leave half a header, which DuckDB would never open.
     */
    private void make(Session session) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            session.execute(attach(fresh, " (STORAGE_VERSION '" + storageVersion + "')"));
            session.execute("DETACH " + Sql.WAREHOUSE);
            steps.reached(Step.WAREHOUSE_MADE);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            steps.reached(Step.WAREHOUSE_NAMED);
        } catch (SQLException e) {
            throw failure.using(e);
        } catch (IOException e) {
            throw DiskFailure.of("the warehouse cannot be made", file, e);
        }
    }

    private static String attach(Path file, String options) {
        return "ATTACH " + Sql.text(file.toString()) + " AS " + Sql.WAREHOUSE + options;
    }

    private static void pause(Cancellation cancellation) {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceException.of(
                    ErrorKind.CANCELLED, "interrupted while waiting for the warehouse");
        }
        cancellation.throwIfRequested();
    }
}
