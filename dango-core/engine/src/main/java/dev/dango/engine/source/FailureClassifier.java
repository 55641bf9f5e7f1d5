package dev.dango.engine.source;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;

/** Says what sort of failure an exception is. */
final class FailureClassifier {

    private FailureClassifier() {}

    static SourceException classify(Throwable thrown, InstalledSource installed) {
        if (thrown instanceof SourceException known) {
            return known;
        }
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return SourceException.of(ErrorKind.CANCELLED, "interrupted").causedBy(thrown);
        }
        if (thrown instanceof IOException
                || thrown instanceof UncheckedIOException
                || isConnectionLost(thrown)) {
            return SourceException.of(ErrorKind.TRANSIENT, messageOf(thrown)).causedBy(thrown);
        }
        return SourceException.of(
                        ErrorKind.INTERNAL,
                        "the connector failed unexpectedly (plugin %s %s): %s"
                                .formatted(
                                        installed.plugin(), installed.version(), messageOf(thrown)))
                .hint("Run again with --debug and report it to the author of the plugin.")
                .causedBy(thrown);
    }

    /** SQLSTATE class 08 is "connection exception". */
    private static boolean isConnectionLost(Throwable thrown) {
        return thrown instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().startsWith("08");
    }

    private static String messageOf(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }
}
