package dev.dango.cli;

import dev.dango.cli.plugin.Finding;
import dev.dango.cli.plugin.Finding.Severity;
import dev.dango.cli.plugin.PluginDoctor;
import dev.dango.cli.plugin.PluginReport;
import dev.dango.cli.view.Style;
import java.util.Map;
import picocli.CommandLine.Command;

/** Examines the plugins. */
@Command(
        name = "doctor",
        header = "Load every plugin and say what is wrong with which jar.",
        description = {"", "Ends with exit code 1 if a jar cannot be used. Connects to nothing."},
        footerHeading = "%nExample:%n",
        footer = "  dango plugin doctor --plugins target")
final class PluginDoctorCommand extends DangoSubcommand {

    PluginDoctorCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        PluginReport report = new PluginDoctor(session().plugins()).examine();
        if (output().isJson()) {
            Map<String, Object> data = new PluginsView(report.plugins(), report.findings()).json();
            data.put("healthy", report.healthy());
            output().document(commandName(), data);
        } else {
            print(report);
        }
        return report.healthy() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(PluginReport report) {
        for (Finding finding : report.findings()) {
            output().line(mark(finding.severity()) + " " + finding.message());
            if (!finding.hint().isEmpty()) {
                output().line("    " + finding.hint());
            }
            output().line("    " + output().style().dim(finding.path().toString()));
        }
        output().line(report.summary());
    }

    private String mark(Severity severity) {
        Style style = output().style();
        return switch (severity) {
            case ERROR -> style.bad("✗");
            case WARNING -> style.warning("!");
            case NOTE -> style.dim("·");
        };
    }
}
