package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Finds the batches that {@link SegmentWriter} wrote into a segment, and makes a Parquet file of
 * those of one table: by a footer that says where their pages are. One thread.
 */
final class SegmentReader {

    private final Path path;
    private final long end;
    private final List<Batch> batches = new ArrayList<>();
    private byte[] body = new byte[0];

    /** Where a batch is, and whose rows it holds. */
    private record Batch(long start, int length, int crc, int resource, int table) {}

    /**
     * Looks through a segment.
     *
     * @param path the file
     * @param end how much of it is good
     */
    SegmentReader(Path path, long end) throws IOException {
        this.path = path;
        this.end = end;
        try (RandomAccessFile file = open("r")) {
            ByteBuffer header =
                    ByteBuffer.allocate(SegmentWriter.HEADER).order(ByteOrder.LITTLE_ENDIAN);
            for (long at = 0; at < end; ) {
                read(file, at, header.array(), SegmentWriter.HEADER);
                int length = SegmentWriter.PREFIX + header.getInt(4);
                if (header.getInt(0) != SegmentWriter.MAGIC
                        || length < SegmentWriter.HEADER
                        || at + length > end) {
                    throw damaged();
                }
                batches.add(
                        new Batch(
                                at,
                                length,
                                header.getInt(8),
                                header.getInt(12),
                                header.getInt(16)));
                at += length;
            }
        }
    }

    Path path() {
        return path;
    }

    /**
     * Makes the file hold the rows of one table for whoever reads it as Parquet; for no other table
     * at the same time.
     *
     * @return how many rows there are of the table
     */
    long expose(int resource, int table, List<Column> columns) throws IOException {
        List<Batch> own =
                batches.stream()
                        .filter(batch -> batch.resource() == resource && batch.table() == table)
                        .toList();
        if (own.isEmpty()) {
            return 0;
        }
        try (RandomAccessFile file = open("rw")) {
            ParquetFooter footer = new ParquetFooter(columns, end);
            for (Batch batch : own) {
                check(file, batch);
                footer.add(batch.start(), ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
            }
            file.setLength(end);
            file.seek(end);
            footer.write(file);
            return footer.rows();
        }
    }

    private void check(RandomAccessFile file, Batch batch) throws IOException {
        if (body.length < batch.length()) {
            body = new byte[Math.max(batch.length(), Math.min(body.length, 1 << 29) * 2)];
        }
        read(file, batch.start(), body, batch.length());
        CRC32C crc = new CRC32C();
        crc.update(body, SegmentWriter.PREFIX, batch.length() - SegmentWriter.PREFIX);
        if ((int) crc.getValue() != batch.crc()) {
            throw damaged();
        }
    }

    private RandomAccessFile open(String mode) throws IOException {
        if (!path.toFile().isFile()) {
            throw damaged();
        }
        return new RandomAccessFile(path.toFile(), mode);
    }

    private void read(RandomAccessFile file, long from, byte[] target, int length)
            throws IOException {
        try {
            file.seek(from);
            file.readFully(target, 0, length);
        } catch (EOFException e) {
            throw damaged();
        }
    }

    private IOException damaged() {
        return new DamagedStageException(path);
    }
}
