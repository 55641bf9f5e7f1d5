package dev.dango.cli;

import dev.dango.cli.add.Answers;
import dev.dango.cli.add.Draft;
import dev.dango.cli.add.Prompts;
import dev.dango.cli.add.SourceAdder;
import dev.dango.cli.add.SourceWizard;
import dev.dango.cli.add.Workspace;
import dev.dango.cli.view.Style;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a source. */
@Command(
        name = "add",
        header = "Add a source: step by step at a terminal, or from options.",
        description = {
            "",
            "Asks for the type, a name, credentials, the tables to load and where to begin, tests the"
                    + " connection and saves the source. What is given as an option is not asked for;"
                    + " without a terminal everything must be given.",
            "",
            "Credentials are never given here: --set api_key_env=NAME names the variable of the"
                    + " environment or of .env that holds one."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dango source add",
            "  dango source add csv orders --set directory=data/orders",
            "  dango source add stripe stripe_payments --set api_key_env=STRIPE_API_KEY \\",
            "      --resources charges,customers --start-date 2024-06-01"
        })
final class SourceAddCommand extends DangoSubcommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TYPE",
            description = "The source's type, such as stripe; see dango plugin list.")
    String type;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "A name for it, distinct in the project.")
    String name;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting of the source; may be repeated. Lists are separated by commas,"
                            + " mappings are YAML.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--resources",
            paramLabel = "A,B",
            description = "The tables to load; all if not given.")
    String resources;

    @Option(
            names = "--start-date",
            paramLabel = "YYYY-MM-DD",
            description = "The day with which the first load begins.")
    String startDate;

    @Option(names = "--no-check", description = "Do not test the connection.")
    boolean noCheck;

    SourceAddCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws IOException {
        Answers answers = Answers.of(type, name, settings, resources, startDate);
        Workspace workspace =
                new Workspace(
                        session().project(),
                        session().host().environment(),
                        session().plugins(),
                        session().redactor(),
                        session().host().clock());
        SourceAdder adder = new SourceAdder(workspace, text -> output().alert("! " + text));
        return session().isInteractive() && !adder.isComplete(answers)
                ? addByAsking(workspace, adder, answers)
                : addAsGiven(adder, answers);
    }

    private int addByAsking(Workspace workspace, SourceAdder adder, Answers answers)
            throws IOException {
        Style style = session().host().style(Host.Stream.ERR);
        Draft draft;
        try (Prompts prompts = new Prompts(session().host().prompting().open())) {
            SourceWizard wizard = new SourceWizard(workspace, adder, prompts, style);
            draft = wizard.ask(answers);
            if (!noCheck && !wizard.passes(draft)) {
                throw SourceException.of(
                        ErrorKind.CANCELLED, "The source was not added; nothing was changed.");
            }
            adder.save(draft);
        }
        report(draft);
        output().note("");
        output().note("The same in one line:");
        output().note("  " + SourceAdder.commandLine(draft));
        next(draft);
        return ExitCode.OK;
    }

    private int addAsGiven(SourceAdder adder, Answers answers) {
        Draft draft = adder.draft(answers);
        if (!noCheck) {
            try {
                adder.check(draft);
            } catch (SourceException e) {
                int exitCode = ExitCode.ofSource(e.kind());
                return session().errors().print(spec.commandLine(), e, exitCode);
            }
            output().note("✓ Connected to " + adder.title(draft));
        }
        adder.save(draft);
        report(draft);
        next(draft);
        return ExitCode.OK;
    }

    private void report(Draft draft) {
        if (output().isJson()) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("name", draft.name());
            data.put("type", draft.type());
            data.put("settings", draft.settings());
            output().document(commandName(), data);
        } else {
            output().line(output().style().good("✓") + " Source added to .dango/sources.yml");
        }
    }

    private void next(Draft draft) {
        output().note("");
        output().note("Next: dango sync " + draft.name());
    }
}
