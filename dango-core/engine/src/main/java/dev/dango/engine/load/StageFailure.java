package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;

/** The stage cannot be written: a matter of the user's disk, never of the connector. */
final class StageFailure {

    private StageFailure() {}

    static SourceException of(IOException cause) {
        return SourceException.of(
                        ErrorKind.CONFIG,
                        "what was read cannot be kept in .dango/loads: " + cause.getMessage())
                .hint("See that the disk has room and the folder can be written, and sync again.")
                .causedBy(cause);
    }
}
