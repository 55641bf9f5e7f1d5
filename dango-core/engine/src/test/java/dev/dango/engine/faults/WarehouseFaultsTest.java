package dev.dango.engine.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.WriteMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseFaultsTest {

    @TempDir Path folder;
    private TestProject project;
    private Path warehouse;

    @BeforeEach
    void makeProject() throws Exception {
        project = new TestProject(folder);
        warehouse = project.project().warehouse();
        Files.createDirectories(warehouse.getParent());
        project.offering(
                Resource.of(
                        ResourceSpec.named("t").primaryKey("id").mode(WriteMode.MERGE),
                        (slice, context, out) -> {
                            for (int i = 0; i < 10_000; i++) {
                                out.row(Map.of("id", i));
                            }
                        }));
    }

    private SourceReport.Failure refused(ErrorKind kind) throws Exception {
        byte[] before = Files.isRegularFile(warehouse) ? Files.readAllBytes(warehouse) : null;
        SourceReport report = project.sync();
        assertThat(report.status()).isEqualTo(Status.FAILED);
        assertThat(report.failures()).hasSize(1);
        SourceReport.Failure failure = report.failures().get(0);
        assertThat(failure.kind()).isEqualTo(kind.name());
        assertThat(failure.message()).startsWith("the warehouse " + warehouse + " ");
        assertThat(failure.hint()).isNotEmpty();
        if (before != null) {
            assertThat(Files.readAllBytes(warehouse)).isEqualTo(before);
        }
        return failure;
    }

    private void assertSyncs() {
        assertThat(project.sync().failures()).isEmpty();
        assertThat(project.query("SELECT count(*), count(DISTINCT id) FROM t"))
                .containsExactly("10000|10000");
    }

    @Test
    void aFolder() throws Exception {
        Files.createDirectory(warehouse);
        assertThat(refused(ErrorKind.CONFIG).message()).endsWith(" is a folder");
        Files.delete(warehouse);
        assertSyncs();
    }

    @Test
    void noDatabase() throws Exception {
        byte[] garbage = new byte[100_000];
        new Random(20261123).nextBytes(garbage);
        Files.write(warehouse, garbage);
        SourceReport.Failure failure = refused(ErrorKind.DATA);
        assertThat(failure.message()).endsWith(" is not a DuckDB database");
        assertThat(failure.hint()).contains("move it away");
        Files.delete(warehouse);
        assertSyncs();
    }

    @Test
    void cutOff() throws Exception {
        assertSyncs();
        byte[] whole = Files.readAllBytes(warehouse);
        for (int length : new int[] {5_000, 12_288, whole.length / 2}) {
            Files.write(warehouse, Arrays.copyOf(whole, length));
            assertThat(refused(ErrorKind.DATA).message()).contains(" is damaged: ");
        }
        Files.write(warehouse, whole);
        assertSyncs();
    }

    @Test
    void aDamagedHeader() throws Exception {
        assertSyncs();
        byte[] whole = Files.readAllBytes(warehouse);
        byte[] damaged = whole.clone();
        damaged[100] ^= 1;
        Files.write(warehouse, damaged);
        assertThat(refused(ErrorKind.DATA).message()).contains(" is damaged: ");
        Files.write(warehouse, whole);
        assertSyncs();
    }

    @Test
    void ofANewerDuckDb() throws Exception {
        assertSyncs();
        byte[] whole = Files.readAllBytes(warehouse);
        Files.write(warehouse, withVersion(whole, 200));
        SourceReport.Failure failure = refused(ErrorKind.UNSUPPORTED);
        assertThat(failure.message())
                .endsWith(" was written by a newer DuckDB than the one in this Dango");
        assertThat(failure.hint()).startsWith("Use a newer Dango");
        Files.write(warehouse, withVersion(whole, 1));
        assertThat(refused(ErrorKind.UNSUPPORTED).message()).contains("DuckDB too old");
        Files.write(warehouse, whole);
        assertSyncs();
    }

    /** The first block holds a checksum of the rest of it, "DUCK", and the version. */
    private static byte[] withVersion(byte[] file, long version) {
        byte[] changed = file.clone();
        ByteBuffer block = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        block.putLong(12, version);
        long checksum = 5381;
        for (int i = 8; i < 4096; i += 8) {
            checksum ^= block.getLong(i) * 0xbf58476d1ce4e5b9L;
        }
        block.putLong(0, checksum);
        return changed;
    }

    @Test
    void anEmptyFileIsNoWarehouseYet() throws Exception {
        Files.createFile(warehouse);
        assertSyncs();
    }

    @Test
    void halfAWarehouseThatAKilledSyncWasMakingIsNoneYet() throws Exception {
        Files.write(warehouse.resolveSibling(warehouse.getFileName() + ".new"), new byte[4096]);
        assertSyncs();
        try (var files = Files.list(warehouse.getParent())) {
            assertThat(files).containsExactly(warehouse);
        }
    }

    @Test
    void theLogOfAWarehouseThatWasMovedAway() throws Exception {
        Files.write(warehouse.resolveSibling(warehouse.getFileName() + ".wal"), new byte[4096]);
        assertSyncs();
    }
}
