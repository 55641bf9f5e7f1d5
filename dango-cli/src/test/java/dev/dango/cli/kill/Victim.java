package dev.dango.cli.kill;

import dev.dango.connectors.csv.CsvSource;
import dev.dango.connectors.rest.RestApiSource;
import dev.dango.connectors.stripe.StripeSource;
import dev.dango.engine.Dango;
import dev.dango.engine.project.Environment;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SyncReport;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.source.ClasspathSources;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncListener;
import dev.dango.engine.sync.SyncOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The process that is killed: syncs a project with the real engine and the real connectors. What
 * the command line would add, the tests of the packaged product add.
 */
public final class Victim {

    private Victim() {}

    /**
     * Syncs all sources of the project in the folder given first. Further arguments are those of
     * {@link Ambush}. Ends with 0 if all went well.
     */
    public static void main(String[] args) {
        Steps steps = args.length == 1 ? Steps.UNWATCHED : Ambush.of(List.of(args).subList(1, 4));
        Project project = Project.at(Path.of(args[0]));
        Dango dango =
                new Dango(
                        project,
                        new ClasspathSources(
                                List.of(
                                        new CsvSource(),
                                        new RestApiSource(),
                                        new StripeSource(),
                                        new LogSource())),
                        new Environment(project, Map.of()),
                        new Redactor(),
                        Clock.systemUTC(),
                        steps);
        SyncReport report =
                dango.sync(
                        SourcesFile.read(project).entries(),
                        SyncOptions.DEFAULT,
                        SyncListener.NONE,
                        new CancellationSource());
        boolean well = true;
        for (SourceReport source : report.sources()) {
            well &= source.status() == SourceReport.Status.OK && source.warnings().isEmpty();
            System.out.println(source);
        }
        System.exit(well ? 0 : 1);
    }
}
