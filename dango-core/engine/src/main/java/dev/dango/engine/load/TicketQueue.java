package dev.dango.engine.load;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The queue before a lock, kept in a file which is never removed. Who comes draws a ticket: the
 * next line of the file, which says who it is, and a lock of the operating system on one byte that
 * stands for the line. A ticket whose byte is not locked is over, however its owner ended, so the
 * first ticket that is not over is the one whose turn it is. Thread-safe.
 *
 * <p>The locks of a process on a file are gone as soon as it closes any of its handles of that
 * file, so there is one handle for all threads, which is closed when nobody waits. It is read and
 * written as a {@link RandomAccessFile} since an interrupt would close a channel.
 */
final class TicketQueue implements AutoCloseable {

    /** Where the locked bytes begin: behind all text, since some systems forbid reading them. */
    private static final long LOCKS = 1L << 40;

    private static final long DRAWING = LOCKS - 1;
    private static final int LINE = 256;

    private static final Map<Path, TicketQueue> OPEN = new HashMap<>();

    private final Path path;
    private final RandomAccessFile file;
    private final FileChannel channel;
    private int users;

    private TicketQueue(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.channel = file.getChannel();
    }

    /** Opens the queue, to be closed; the file is made if it is not there. */
    static TicketQueue open(Path path) throws IOException {
        Path folder = Files.createDirectories(path.toAbsolutePath().getParent()).toRealPath();
        Path real = folder.resolve(path.getFileName());
        synchronized (OPEN) {
            TicketQueue queue = OPEN.get(real);
            if (queue == null) {
                queue = new TicketQueue(real);
                OPEN.put(real, queue);
            }
            queue.users++;
            return queue;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(path);
                file.close();
            }
        }
    }

    /** A place in the queue, kept until it is closed. */
    final class Ticket implements AutoCloseable {

        private final long number;
        private final FileLock lock;

        private Ticket(long number, FileLock lock) {
            this.number = number;
            this.lock = lock;
        }

        /** Whether all earlier tickets are over. */
        boolean isFirst() throws IOException {
            return number == 0 || isOver(0, number);
        }

        /** What those who are still before this one say of themselves, the first first. */
        List<String> ahead() throws IOException {
            List<String> ahead = new ArrayList<>();
            for (long earlier = 0; earlier < number; earlier++) {
                if (!isOver(earlier, 1)) {
                    ahead.add(line(earlier));
                }
            }
            return ahead;
        }

        @Override
        public void close() throws IOException {
            synchronized (TicketQueue.this) {
                lock.release();
            }
        }
    }

    /**
     * Draws the next ticket.
     *
     * @param text who draws it, for others to read
     * @return null if somebody else is drawing one right now
     */
    synchronized Ticket draw(String text) throws IOException {
        try (FileLock drawing = channel.tryLock(DRAWING, 1, false)) {
            if (drawing == null) {
                return null;
            }
            long lines = (file.length() + LINE - 1) / LINE;
            if (lines > 0 && isOver(0, lines)) {
                file.setLength(0);
                lines = 0;
            }
            FileLock lock = channel.tryLock(LOCKS + lines, 1, false);
            try {
                write(lines, text);
            } catch (IOException e) {
                lock.release();
                throw e;
            }
            return new Ticket(lines, lock);
        }
    }

    /** Looks by a shared lock, so that those who look at the same time do not see each other. */
    private synchronized boolean isOver(long from, long count) throws IOException {
        try (FileLock free = channel.tryLock(LOCKS + from, count, true)) {
            return free != null;
        } catch (OverlappingFileLockException e) {
            return false; // it belongs to a thread of this process
        }
    }

    private void write(long number, String text) throws IOException {
        byte[] line = new byte[LINE];
        Arrays.fill(line, (byte) ' ');
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, line, 0, Math.min(bytes.length, LINE - 1));
        line[LINE - 1] = '\n';
        file.seek(number * LINE);
        file.write(line);
    }

    private synchronized String line(long number) throws IOException {
        byte[] line = new byte[LINE];
        file.seek(number * LINE);
        int length = Math.max(0, file.read(line));
        return new String(line, 0, length, StandardCharsets.UTF_8).strip();
    }
}
