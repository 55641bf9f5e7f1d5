package dev.dango.engine.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Reads the batches of one table out of a segment that {@link SegmentWriter} wrote. One thread. */
final class SegmentReader implements Closeable {

    private final Path path;
    private final FileChannel channel;
    private final long end;
    private final int resource;
    private final int table;
    private final ByteBuffer header =
            ByteBuffer.allocate(SegmentWriter.HEADER + 8).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] body = new byte[0];
    private long position;

    /**
     * Opens a segment.
     *
     * @param path the file
     * @param end how much of it is good
     */
    SegmentReader(Path path, long end, int resource, int table) throws IOException {
        this.path = path;
        this.channel = open(path);
        this.end = end;
        this.resource = resource;
        this.table = table;
    }

    private static FileChannel open(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new DamagedStageException(path);
        }
    }

    /** The next batch of the table, valid until the next call; null at the end. */
    Batch next() throws IOException {
        while (position < end) {
            header.clear();
            read(header, position);
            int length = header.getInt(4);
            if (header.getInt(0) != SegmentWriter.MAGIC || length < 16) {
                throw damaged();
            }
            long start = position + SegmentWriter.HEADER;
            position = start + length;
            if (position > end) {
                throw damaged();
            }
            if (header.getInt(12) == resource && header.getInt(16) == table) {
                return batch(start, length, header.getInt(8));
            }
        }
        return null;
    }

    private Batch batch(long start, int length, int expectedCrc) throws IOException {
        if (body.length < length) {
            body = new byte[Math.max(length, body.length * 2)];
        }
        read(ByteBuffer.wrap(body, 0, length), start);
        CRC32C crc = new CRC32C();
        crc.update(body, 0, length);
        if ((int) crc.getValue() != expectedCrc) {
            throw damaged();
        }
        return Batch.parse(body, length);
    }

    private void read(ByteBuffer target, long from) throws IOException {
        long at = from;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw damaged();
            }
            at += count;
        }
    }

    private IOException damaged() {
        return new DamagedStageException(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
