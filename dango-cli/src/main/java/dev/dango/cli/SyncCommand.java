package dev.dango.cli;

import dev.dango.cli.add.Prompts;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads data. */
@Command(
        name = "sync",
        header = "Load what is new from all enabled sources, or from those named.",
        description = {
            "",
            "Interrupted with Ctrl-C or killed, it loses nothing: the next sync goes on where it"
                    + " stopped. A table's rows and its position change together or not at all."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dango sync",
            "  dango sync stripe_payments --backfill 7d",
            "  dango sync --since 2024-01-01 --until 2024-06-30",
            "  dango sync my_csv --allow-schema-changes",
            "  dango sync --dry-run --json"
        })
final class SyncCommand extends DangoSubcommand implements EventStream {

    @Parameters(
            arity = "0..*",
            paramLabel = "SOURCE_NAME",
            description = "The sources to sync; all enabled ones if not given.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Deprecated: give the name without --source.")
    String source;

    @Option(
            names = "--since",
            paramLabel = "YYYY-MM-DD",
            description =
                    "Load from this day on, in UTC, instead of from where the last sync ended.")
    String since;

    @Option(
            names = "--until",
            paramLabel = "YYYY-MM-DD",
            description = "Load up to the end of this day, in UTC.")
    String until;

    @Option(
            names = "--backfill",
            paramLabel = "DURATION",
            description =
                    "Load the last days, weeks or months of 30 days again, today included: 7d, 2w,"
                            + " 1m.")
    String backfill;

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "Load this many rows per table at most, for a quick look.")
    Long limit;

    @Option(
            names = "--full-refresh",
            description =
                    "Load everything again; the new rows take the place of the old ones when all of"
                            + " them are there.")
    boolean fullRefresh;

    @Option(
            names = "--dry-run",
            description = "Show what would be synced; change nothing, and contact nothing.")
    boolean dryRun;

    @Option(
            names = "--check",
            description = "With --dry-run: ask the sources what there is to read.")
    boolean check;

    @Option(
            names = "--allow-schema-changes",
            description =
                    "Let files add columns to their table, and leave columns out (they become"
                            + " NULL).")
    boolean allowSchemaChanges;

    @Option(
            names = "--allow-empty-replace",
            description = "Let a table that had rows end up without any.")
    boolean allowEmptyReplace;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation.")
    boolean yes;

    SyncCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws IOException {
        SourcesFile sources = session().sources();
        SyncOptions options = options();
        SyncSelection selection = SyncSelection.of(sources, names(), output()::note);
        if (dryRun) {
            return new DryRun(session(), check).run(selection, options);
        }
        if (check) {
            throw SourceException.of(ErrorKind.CONFIG, "--check goes with --dry-run.")
                    .hint("To test a connection: dango source check NAME.");
        }
        if (selection.isEmpty()) {
            output().note("There is no enabled source; add one with dango source add.");
        } else if (!selection.entries().isEmpty() && !confirmed(selection.entries().size())) {
            output().note("Nothing was synced.");
            return ExitCode.FAILED;
        }
        return new SyncRun(session()).run(selection, options);
    }

    private SyncOptions options() {
        LocalDate today = LocalDate.ofInstant(session().host().clock().instant(), ZoneOffset.UTC);
        SyncWindow window = SyncWindow.of(since, until, backfill, today);
        if (limit != null && limit <= 0) {
            throw SourceException.of(ErrorKind.CONFIG, "--limit must be a positive integer.");
        }
        return new SyncOptions(
                List.of(),
                window.since(),
                window.until(),
                limit == null ? OptionalLong.empty() : OptionalLong.of(limit),
                fullRefresh,
                allowSchemaChanges,
                allowEmptyReplace);
    }

    private List<String> names() {
        if (source == null) {
            return names;
        }
        output().note("--source is deprecated; write: dango sync " + source);
        if (!names.isEmpty() && !names.equals(List.of(source))) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "--source and SOURCE_NAME name different sources.")
                    .hint("Write: dango sync " + String.join(" ", names) + " " + source);
        }
        return List.of(source);
    }

    private boolean confirmed(int count) throws IOException {
        if (yes) {
            return true;
        }
        if (fullRefresh && !session().isInteractive()) {
            throw SourceException.of(ErrorKind.CONFIG, "--full-refresh needs a confirmation.")
                    .hint("Add --yes to load everything again without being asked.");
        }
        String sources = count + (count == 1 ? " source" : " sources");
        if (fullRefresh) {
            return asked(
                    "This will load everything again from "
                            + sources
                            + " and replace what is there. Continue?",
                    false);
        }
        boolean first = !Files.exists(session().project().warehouse());
        return !first
                || !session().isInteractive()
                || asked("This will sync " + sources + ". Continue?", true);
    }

    private boolean asked(String question, boolean fallback) throws IOException {
        try (Prompts prompts = new Prompts(session().host().prompting().open())) {
            return prompts.confirm(question, fallback);
        }
    }
}
