package dev.dango.cli;

import dev.dango.spi.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The program itself. */
@Command(
        name = "dango",
        header = "Loads data from the tools you use into a DuckDB warehouse.",
        versionProvider = DangoCommand.Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  dango init shop && cd shop   make a project",
            "  dango source add             connect a source, step by step",
            "  dango sync                   load what is new from all sources",
            "  dango db query \"SELECT 1\"    ask the warehouse",
            "",
            "Exit codes: 0 all is well, 1 failed, 2 wrong command line or configuration,",
            "3 some sources or tables failed, 130 interrupted (what was read is kept)."
        })
final class DangoCommand extends CommandGroup {

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of Dango and of what it is made of.")
    boolean version;

    DangoCommand(Session session) {
        super(session);
    }

    /** Versions, told from the jars' names and manifests so that nothing need be loaded. */
    static final class Versions implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "dango " + BuildInfo.get("version"),
                "Connector SPI " + Source.SPI_VERSION,
                "DuckDB driver " + BuildInfo.get("duckdb"),
                "Java " + System.getProperty("java.version")
            };
        }
    }
}
