package dev.dango.engine.load;

import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /**
     * Names the files.
     *
     * @param file the DuckDB file; need not exist
     * @param storageVersion format of a file that is made, such as {@code v1.2.0}
     * @param locks folder of the lock that keeps writers apart
     */
    public Warehouse(Path file, String storageVersion, Path locks) {
        this.file = file;
        this.storageVersion = storageVersion;
        this.lock = locks.resolve("warehouse.lock");
    }

    /**
     * Whether anything was ever loaded.
     *
     * @return false if there is no file
     */
    public boolean exists() {
        return Files.exists(file);
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
     */
    <T> T open(
            Access access,
            String what,
            Consumer<String> waiting,
            Cancellation cancellation,
            Work<T> work)
            throws SQLException {
        try (ProcessLock held =
                        ProcessLock.acquire(
                                lock, what, who -> waiting.accept(turn(who)), cancellation);
                Session session = new Session(DriverManager.getConnection("jdbc:duckdb:"))) {
            attach(session, access, waiting, cancellation);
            session.execute("SET TimeZone = 'UTC'");
            DuckRows.register(session.connection());
            return work.with(session);
        }
    }

    private static String turn(String holder) {
        return holder.isEmpty() ? "" : "the warehouse, in use by " + holder;
    }

    private void attach(
            Session session, Access access, Consumer<String> waiting, Cancellation cancellation)
            throws SQLException {
        makeFolder();
        String options =
                access == Access.READ
                        ? " (READ_ONLY)"
                        : Files.exists(file) ? "" : " (STORAGE_VERSION '" + storageVersion + "')";
        String sql = "ATTACH " + Sql.text(file.toString()) + " AS " + Sql.WAREHOUSE + options;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean waited = false;
        while (true) {
            try {
                session.execute(sql);
                break;
            } catch (SQLException e) {
                Matcher holder = HOLDER.matcher(String.valueOf(e.getMessage()));
                if (!holder.find()) {
                    throw cannotOpen(e);
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

    private void makeFolder() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SourceException cannotOpen(SQLException cause) {
        String reason = Messages.firstLine(cause);
        String hint =
                Files.isDirectory(file)
                        ? "Move the folder away, or set platform.duckdb_path in .dango/project.yml."
                        : "Check that the file is a DuckDB database and that you may write it.";
        return SourceException.of(
                        ErrorKind.CONFIG, "the warehouse " + file + " cannot be opened: " + reason)
                .hint(hint)
                .causedBy(cause);
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
