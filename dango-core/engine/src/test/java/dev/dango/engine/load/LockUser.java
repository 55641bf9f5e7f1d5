package dev.dango.engine.load;

import dev.dango.engine.sync.CancellationSource;
import java.io.OutputStream;
import java.nio.file.Path;

/** A process that takes a lock, says how it goes, and lets go when its input ends. */
public final class LockUser {

    private LockUser() {}

    /** Takes the lock whose file is given. */
    public static void main(String[] args) throws Exception {
        try (ProcessLock lock =
                ProcessLock.acquire(
                        Path.of(args[0]), "testing", LockUser::say, new CancellationSource())) {
            say("held");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
