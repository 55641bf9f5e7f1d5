package dev.dango.cli;

import dev.dango.cli.view.Style;
import dev.dango.engine.Dango;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourceProblem;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SourceCheck;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tests connections. */
@Command(
        name = "check",
        header = "Test whether sources can be reached with their settings and credentials.",
        description = {"", "Changes nothing. Without a name all enabled sources are tested."},
        footerHeading = "%nExamples:%n",
        footer = {"  dango source check", "  dango source check stripe_payments"})
final class SourceCheckCommand extends DangoSubcommand {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The source to test.")
    String name;

    SourceCheckCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        SourcesFile sources = session().sources();
        List<SourceEntry> entries =
                name == null
                        ? sources.entries().stream().filter(SourceEntry::enabled).toList()
                        : List.of(sources.require(name));
        Dango dango = session().dango();
        CancellationSource cancellation = new CancellationSource();
        List<Map<String, Object>> results = new ArrayList<>();
        int exitCode = ExitCode.OK;
        try (Interrupts interrupts = Interrupts.cancelling(cancellation, output()::alert)) {
            for (SourceEntry entry : entries) {
                exitCode = Math.max(exitCode, check(dango, entry, cancellation, results));
            }
        }
        if (name == null) {
            for (SourceProblem problem : sources.problems()) {
                output().alert(style().bad("✗") + " " + problem.message());
                exitCode = Math.max(exitCode, ExitCode.USAGE);
            }
        }
        if (output().isJson()) {
            output().document(commandName(), Map.of("sources", results));
        } else if (entries.isEmpty()) {
            output().note("There is no enabled source to test.");
        }
        return exitCode;
    }

    private int check(
            Dango dango,
            SourceEntry entry,
            CancellationSource cancellation,
            List<Map<String, Object>> results) {
        Map<String, Object> result = new LinkedHashMap<>();
        results.add(result);
        result.put("name", entry.name());
        result.put("type", entry.type());
        try {
            SourceCheck check = dango.check(entry, cancellation);
            result.put("ok", true);
            result.put("warnings", check.warnings());
            show(style().good("✓") + " " + entry.name() + ": connected to " + check.title());
            check.warnings().forEach(warning -> show("  " + style().warning("!") + " " + warning));
            return ExitCode.OK;
        } catch (SourceException e) {
            result.put("ok", false);
            result.put("error", session().errors().describe(e));
            show(style().bad("✗") + " " + entry.name() + ": " + e.getMessage());
            if (!e.hint().isEmpty()) {
                show("  " + e.hint());
            }
            return ExitCode.ofSource(e.kind());
        }
    }

    private void show(String line) {
        if (!output().isJson()) {
            output().line(line);
        }
    }

    private Style style() {
        return output().style();
    }
}
