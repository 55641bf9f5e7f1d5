package dev.dango.cli;

/** A command that only holds others: by itself it shows what there is. */
abstract class CommandGroup extends DangoSubcommand {

    CommandGroup(Session session) {
        super(session);
    }

    @Override
    public final Integer call() {
        spec.commandLine().usage(session().host().err());
        return ExitCode.USAGE;
    }
}
