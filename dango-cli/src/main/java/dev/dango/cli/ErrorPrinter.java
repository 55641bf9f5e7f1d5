package dev.dango.cli;

import dev.dango.cli.view.Style;
import dev.dango.engine.load.DiskFailure;
import dev.dango.engine.project.Nearest;
import dev.dango.engine.report.Json;
import dev.dango.engine.report.SourceReport.Failure;
import dev.dango.engine.settings.Redactor;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user what went wrong: what happened in one sentence, and what to do in the next. */
final class ErrorPrinter implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Session session;

    ErrorPrinter(Session session) {
        this.session = session;
    }

    /** An error of the command line itself. */
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        // The parser may have stopped before it came to this option.
        session.options().json |= List.of(args).contains("--json");
        String command = Cli.nameOf(e.getCommandLine().getCommandSpec());
        String help = "See dango " + command + (command.isEmpty() ? "" : " ") + "--help.";
        SourceException problem = SourceException.of(ErrorKind.CONFIG, sentence(e)).hint(help);
        return print(e.getCommandLine(), problem, ExitCode.USAGE);
    }

    private static String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(e.getCommandLine(), unmatched.getUnmatched().get(0));
        }
        String line = e.getMessage().lines().findFirst().orElse("").strip();
        return line.endsWith(".") ? line : line + ".";
    }

    private static String unmatched(CommandLine command, String word) {
        if (word.startsWith("-")) {
            return "Unknown option "
                    + word
                    + Nearest.question(word, command.getCommandSpec().optionsMap().keySet());
        }
        if (!command.getSubcommands().isEmpty()) {
            return "Unknown command "
                    + word
                    + Nearest.question(word, command.getSubcommands().keySet());
        }
        return "Unexpected argument " + word + ".";
    }

    /** An error while a command ran. */
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        SourceException problem = e instanceof SourceException known ? known : unexpected(e);
        return print(command, problem, ExitCode.of(problem.kind()));
    }

    private SourceException unexpected(Exception e) {
        if (e instanceof UncheckedIOException) {
            return DiskFailure.of(
                    "a file cannot be read or written", session.host().directory(), e);
        }
        return SourceException.of(ErrorKind.INTERNAL, "Something unexpected went wrong: " + e + ".")
                .hint("Run it again with --debug, and report what it shows.")
                .causedBy(e);
    }

    /** Prints an error of a command and hands the exit code on. */
    int print(CommandLine command, SourceException problem, int exitCode) {
        if (session.options().json) {
            printJson(command, problem, exitCode);
        }
        show(problem.getMessage(), problem.kind(), problem.hint(), problem);
        return exitCode;
    }

    /** Prints what went wrong with a source during a sync. */
    void print(String source, Failure failure) {
        String where = failure.resource().map(name -> source + "." + name).orElse(source);
        ErrorKind kind = ErrorKind.valueOf(failure.kind());
        show(where + ": " + failure.message(), kind, failure.hint(), failure.cause());
    }

    private void show(String sentence, ErrorKind kind, String hint, Throwable cause) {
        Output output = session.output();
        Style style = session.host().style(Host.Stream.ERR);
        String mark = kind == ErrorKind.CANCELLED ? "" : style.bad("Error:") + " ";
        output.alert(mark + sentence);
        if (!hint.isEmpty()) {
            output.alert("  " + hint);
        }
        if (session.options().debug && cause != null) {
            output.alert(stackTrace(cause));
        }
    }

    private void printJson(CommandLine command, SourceException problem, int exitCode) {
        Map<String, Object> document = Output.envelope(Cli.nameOf(command.getCommandSpec()));
        if (command.getCommand() instanceof EventStream) {
            document.put("event", "end");
            document.put("exit_code", exitCode);
        }
        document.put("error", describe(problem));
        session.host().out().println(Json.write(document));
    }

    /** An error as plain values. */
    Map<String, Object> describe(SourceException problem) {
        Redactor redactor = session.redactor();
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("kind", problem.kind());
        error.put("message", redactor.redact(problem.getMessage()));
        error.put("hint", redactor.redact(problem.hint()));
        return error;
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString().stripTrailing();
    }
}
