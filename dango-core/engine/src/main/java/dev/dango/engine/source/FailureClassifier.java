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
            return SourceException.of(ErrorKind.CANCELLED, messageOf(thrown)).causedBy(thrown);
        }
        if (thrown instanceof IOException
                || thrown instanceof UncheckedIOException
                || isConnectionLost(thrown)) {
            return SourceException.of(ErrorKind.TRANSIENT, messageOf(thrown)).causedBy(thrown);
        }
        if (thrown instanceof OutOfMemoryError) {
            return SourceException.of(
                            ErrorKind.INTERNAL,
                            "there is not enough memory (" + messageOf(thrown) + ")")
                    .hint("Give it more, such as DANGO_JAVA_OPTS=-Xmx4g, and sync again.")
                    .causedBy(thrown);
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
        String text = thrown.getMessage() == null ? "" : thrown.getMessage();
        String first = text.lines().findFirst().orElse("").strip();
        String name = thrown.getClass().getSimpleName();
        return first.isEmpty() ? name : name + ": " + first;
    }
}
