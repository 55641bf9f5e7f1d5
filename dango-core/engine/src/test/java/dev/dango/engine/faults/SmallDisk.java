package dev.dango.engine.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk in memory that is quickly full, where the system lets the test mount one. */
final class SmallDisk implements AutoCloseable {

    private final Path folder;

    /** Mounts it, or skips the test. */
    SmallDisk(Path folder, int megabytes) throws Exception {
        this.folder = Files.createDirectories(folder);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "dango-test", folder),
                "this user may not mount a disk; FaultsIT limits the size of files instead");
    }

    /** Has it refuse to be written, or not any more. */
    void readOnly(boolean on) throws Exception {
        assertThat(run("mount", "-o", "remount," + (on ? "ro" : "rw"), folder)).isTrue();
    }

    void resize(int megabytes) throws Exception {
        assertThat(run("mount", "-o", "remount,size=" + megabytes + "m", folder)).isTrue();
    }

    private static boolean run(Object... words) throws IOException, InterruptedException {
        String[] command = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            command[i] = words[i].toString();
        }
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        run("umount", folder);
    }
}
