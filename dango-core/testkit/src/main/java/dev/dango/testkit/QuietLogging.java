package dev.dango.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Sets up logging for tests whose class path says nothing about it: nothing is printed, since the
 * test kit records what is logged and shows it where it matters. A {@code logback.xml} or {@code
 * logback-test.xml} wins.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_LOW_PRIORITY)
public final class QuietLogging extends ContextAwareBase implements Configurator {

    /** Made by logback, through the service file. */
    public QuietLogging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ClassLoader loader = QuietLogging.class.getClassLoader();
        if (loader.getResource("logback-test.xml") != null
                || loader.getResource("logback.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
