package dev.dango.engine.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dango.engine.TestProject;
import dev.dango.engine.report.SourceReport;
import dev.dango.spi.DataType;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.RowWriter;
import dev.dango.spi.TableSchema;
import java.nio.file.Path;

/** Loads what does not fit into the memory that its process is given. */
final class LargeLoad {

    static final int COLUMNS = 5_000;
    static final int ROWS = 8_000;
    static final int LONG_RECORDS = 40;
    static final int LONG = 10_000_000;

    private LargeLoad() {}

    public static void main(String[] args) {
        SourceReport report =
                new TestProject(Path.of(args[0])).offering(wide(), longRecords()).sync();
        report.failures().forEach(failure -> System.out.println(failure.message()));
        System.exit(report.failures().isEmpty() ? 0 : 1);
    }

    private static Resource wide() {
        return Resource.of(
                ResourceSpec.named("wide"),
                (slice, context, out) -> {
                    TableSchema schema = TableSchema.empty();
                    for (int i = 0; i < COLUMNS; i++) {
                        schema = schema.with("c" + i, DataType.INTEGER);
                    }
                    RowWriter rows = out.rows(schema);
                    for (int row = 0; row < ROWS; row++) {
                        for (int i = 0; i < COLUMNS; i++) {
                            rows.set(i, (long) row);
                        }
                        rows.endRow();
                    }
                });
    }

    private static Resource longRecords() {
        byte[] record = ("{\"text\":\"" + "x".repeat(LONG) + "\"}").getBytes(UTF_8);
        return Resource.of(
                ResourceSpec.named("long_records"),
                (slice, context, out) -> {
                    for (int i = 0; i < LONG_RECORDS; i++) {
                        out.json(record, 0, record.length);
                    }
                });
    }
}
