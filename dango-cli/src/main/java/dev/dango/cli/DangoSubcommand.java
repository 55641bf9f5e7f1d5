package dev.dango.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands that do something share. */
abstract class DangoSubcommand implements Callable<Integer> {

    @Spec CommandSpec spec;

    private final Session session;

    DangoSubcommand(Session session) {
        this.session = session;
    }

    final Session session() {
        return session;
    }

    final Output output() {
        return session.output();
    }

    /** The command's name as JSON results give it, such as {@code source list}. */
    final String commandName() {
        return Cli.nameOf(spec);
    }
}
