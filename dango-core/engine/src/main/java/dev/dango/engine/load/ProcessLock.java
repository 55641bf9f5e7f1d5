package dev.dango.engine.load;

import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

/**
 * A lock between processes and between the threads of one, given to whoever has waited longest. The
 * operating system holds it, so it goes when its holder does, however that ends.
 */
public final class ProcessLock implements AutoCloseable {

    private static final long POLL_MILLIS = 50;
    private static final int POLLS_PER_NOTICE = 10;
    private static final List<String> PLACES =
            List.of(
                    "next", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
                    "ninth", "tenth");

    private static final Cancellation NEVER =
            new Cancellation() {
                @Override
                public boolean isRequested() {
                    return false;
                }

                @Override
                public void throwIfRequested() {}

                @Override
                public Registration onRequest(Runnable action) {
                    return () -> {};
                }
            };

    private final TicketQueue queue;
    private final TicketQueue.Ticket ticket;

    private ProcessLock(TicketQueue queue, TicketQueue.Ticket ticket) {
        this.queue = queue;
        this.ticket = ticket;
    }

    /**
     * Waits for the lock.
     *
     * @param path the lock's file; made if it is not there
     * @param what what the lock is wanted for, for others to read
     * @param waiting hears in a few words for whom this waits and how many are before it, and an
     *     empty text once it is over
     * @param cancellation ends the wait
     * @return to be closed
     */
    public static ProcessLock acquire(
            Path path, String what, Consumer<String> waiting, Cancellation cancellation) {
        try {
            TicketQueue queue = TicketQueue.open(path);
            TicketQueue.Ticket ticket = null;
            ProcessLock held = null;
            try {
                ticket = draw(queue, what, cancellation);
                await(ticket, waiting, cancellation);
                held = new ProcessLock(queue, ticket);
                return held;
            } finally {
                if (held == null) {
                    leave(queue, ticket);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceException.of(ErrorKind.CANCELLED, "interrupted while waiting for its turn");
        }
    }

    /**
     * Waits for a lock that is only ever held for a moment.
     *
     * @param path the lock's file; made if it is not there
     * @param what what the lock is wanted for, for others to read
     * @return to be closed
     */
    public static ProcessLock acquire(Path path, String what) {
        return acquire(path, what, who -> {}, NEVER);
    }

    /**
     * Whether anybody holds the lock, this process included.
     *
     * @param path the lock's file; made if it is not there
     * @return true also if others are only about to take it
     */
    public static boolean isHeld(Path path) {
        try (TicketQueue queue = TicketQueue.open(path);
                TicketQueue.Ticket ticket = draw(queue, "looking", NEVER)) {
            return !ticket.isFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static TicketQueue.Ticket draw(
            TicketQueue queue, String what, Cancellation cancellation)
            throws IOException, InterruptedException {
        String text =
                "process %d (%s, since %s)"
                        .formatted(
                                ProcessHandle.current().pid(),
                                what,
                                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        TicketQueue.Ticket ticket = queue.draw(text);
        while (ticket == null) {
            cancellation.throwIfRequested();
            Thread.sleep(1);
            ticket = queue.draw(text);
        }
        return ticket;
    }

    private static void await(
            TicketQueue.Ticket ticket, Consumer<String> waiting, Cancellation cancellation)
            throws IOException, InterruptedException {
        String told = "";
        try {
            for (int poll = 0; !ticket.isFirst(); poll++) {
                cancellation.throwIfRequested();
                List<String> ahead = poll % POLLS_PER_NOTICE == 0 ? ticket.ahead() : List.of();
                String notice = ahead.isEmpty() ? told : notice(ahead);
                if (!notice.equals(told)) {
                    waiting.accept(notice);
                    told = notice;
                }
                Thread.sleep(POLL_MILLIS);
            }
        } finally {
            if (!told.isEmpty()) {
                waiting.accept("");
            }
        }
    }

    /** Who holds the lock is not in line any more. */
    private static String notice(List<String> ahead) {
        String holder = ahead.get(0).isEmpty() ? "another process" : ahead.get(0);
        int place = ahead.size();
        String words = place <= PLACES.size() ? PLACES.get(place - 1) : "number " + place;
        return holder + "; " + words + " in line";
    }

    @Override
    public void close() {
        try {
            leave(queue, ticket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void leave(TicketQueue queue, TicketQueue.Ticket ticket) throws IOException {
        try (queue) {
            if (ticket != null) {
                ticket.close();
            }
        }
    }
}
