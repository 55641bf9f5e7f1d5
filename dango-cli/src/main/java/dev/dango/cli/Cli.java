package dev.dango.cli;

import dev.dango.cli.view.Style;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The whole command line: all commands, their errors and their help. */
final class Cli {

    private static final String PROGRAM = "dango";

    private final Host host;

    Cli(Host host) {
        this.host = host;
    }

    /** Runs a command and returns its exit code; never throws. */
    int run(String... args) {
        try (Session session = new Session(host, new GlobalOptions())) {
            return commandLine(session).execute(args);
        }
    }

    /** All commands, ready to parse. */
    CommandLine commandLine(Session session) {
        CommandLine cli = new CommandLine(new DangoCommand(session));
        cli.addMixin("global", session.options());
        addSubcommands(cli, session);
        cli.setExecutionExceptionHandler(session.errors());
        cli.setParameterExceptionHandler(session.errors());
        cli.setCaseInsensitiveEnumValuesAllowed(true);
        cli.setUsageHelpAutoWidth(false);
        cli.setOut(new PrintWriter(host.out(), true, StandardCharsets.UTF_8));
        cli.setErr(new PrintWriter(host.err(), true, StandardCharsets.UTF_8));
        boolean plain = host.style(Host.Stream.OUT) == Style.PLAIN;
        cli.setColorScheme(CommandLine.Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.ON));
        HelpLayout.apply(cli);
        return cli;
    }

    private static void addSubcommands(CommandLine cli, Session session) {
        cli.addSubcommand(new InitCommand(session))
                .addSubcommand(
                        new CommandLine(new SourceCommand(session))
                                .addSubcommand(new SourceAddCommand(session))
                                .addSubcommand(new SourceListCommand(session))
                                .addSubcommand(new SourceCheckCommand(session))
                                .addSubcommand(new SourceEnableCommand(session))
                                .addSubcommand(new SourceDisableCommand(session))
                                .addSubcommand(new SourceEditCommand(session))
                                .addSubcommand(new SourceRemoveCommand(session)))
                .addSubcommand(new SyncCommand(session))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(new HistoryCommand(session))
                .addSubcommand(
                        new CommandLine(new StateCommand(session))
                                .addSubcommand(new StateShowCommand(session))
                                .addSubcommand(new StateResetCommand(session))
                                .addSubcommand(new StateRewindCommand(session)))
                .addSubcommand(
                        new CommandLine(new LoadCommand(session))
                                .addSubcommand(new LoadListCommand(session))
                                .addSubcommand(new LoadUndoCommand(session)))
                .addSubcommand(
                        new CommandLine(new DbCommand(session))
                                .addSubcommand(new DbStatusCommand(session))
                                .addSubcommand(new DbCleanCommand(session))
                                .addSubcommand(new DbQueryCommand(session)))
                .addSubcommand(
                        new CommandLine(new PluginCommand(session))
                                .addSubcommand(new PluginListCommand(session))
                                .addSubcommand(new PluginDoctorCommand(session)))
                .addSubcommand(new CompletionCommand(session));
    }

    /** A command's name without the program's. */
    static String nameOf(CommandSpec spec) {
        String qualified = spec.qualifiedName(" ");
        return qualified.equals(PROGRAM) ? "" : qualified.substring(PROGRAM.length() + 1);
    }
}
