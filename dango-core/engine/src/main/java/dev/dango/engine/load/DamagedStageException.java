package dev.dango.engine.load;

import java.io.IOException;
import java.nio.file.Path;

/** The stage is not as it was written: the disk was full, or the machine lost its power. */
public final class DamagedStageException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedStageException(Path path) {
        super("damaged file " + path.getFileName() + " in the stage");
    }
}
