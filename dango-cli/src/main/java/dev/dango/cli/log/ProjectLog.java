package dev.dango.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;

/**
 * Appends to {@code .dango/logs/dango.log}, which is opened when there is a first line for it. What
 * is logged before a command has found its project has no place to go to and is dropped.
 */
public final class ProjectLog extends AppenderBase<ILoggingEvent> {

    private static final long LARGEST = 10_000_000;

    private record Target(Path file, UnaryOperator<String> redact) {}

    // Logback makes its appenders itself, so there is no other way to tell them anything.
    private static volatile Target target;
    private static volatile boolean verbose;

    private Target opened;
    private BufferedWriter writer;

    /**
     * Says where lines go from now on.
     *
     * @param file made, with its folder, when the first line comes
     * @param redact masks secrets
     */
    public static void writeTo(Path file, UnaryOperator<String> redact) {
        target = new Target(file, redact);
    }

    /** Has everything logged. Counts only before the first line is logged. */
    public static void beVerbose() {
        verbose = true;
    }

    static boolean isVerbose() {
        return verbose;
    }

    /** Called by one thread at a time. */
    @Override
    protected void append(ILoggingEvent event) {
        Target now = target;
        if (now == null) {
            return;
        }
        try {
            if (!now.equals(opened)) {
                open(now);
            }
            writer.write(now.redact().apply(line(event)));
            writer.flush();
        } catch (IOException e) {
            addError("the log cannot be written", e); // and nothing else: work goes on without it
        }
    }

    private void open(Target now) throws IOException {
        close();
        Files.createDirectories(now.file().getParent());
        if (Files.exists(now.file()) && Files.size(now.file()) > LARGEST) {
            Files.move(
                    now.file(),
                    now.file().resolveSibling(now.file().getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        writer =
                Files.newBufferedWriter(
                        now.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        opened = now;
    }

    private static String line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder();
        line.append(event.getInstant())
                .append(' ')
                .append(event.getLevel())
                .append(" [")
                .append(event.getThreadName())
                .append("] ")
                .append(event.getLoggerName())
                .append(" - ")
                .append(event.getFormattedMessage())
                .append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy())).append('\n');
        }
        return line.toString();
    }

    @Override
    public void stop() {
        super.stop();
        try {
            close();
        } catch (IOException e) {
            addError("the log cannot be closed", e);
        }
    }

    private void close() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
            opened = null;
        }
    }
}
