package dev.dango.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Sets Logback up when something logs for the first time: what Dango does and what its libraries
 * complain about goes to the project's log, nothing to the console. Found by Logback as a service.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final String DANGO = "dev.dango";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ProjectLog log = new ProjectLog();
        log.setContext(context);
        log.setName("project");
        log.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        root.setLevel(ProjectLog.isVerbose() ? Level.DEBUG : Level.WARN);
        context.getLogger(DANGO).setLevel(ProjectLog.isVerbose() ? Level.DEBUG : Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
