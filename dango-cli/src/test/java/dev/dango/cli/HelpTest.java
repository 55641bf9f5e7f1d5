package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class HelpTest {

    @TempDir Path folder;

    private static Stream<CommandLine> commands() {
        Host host = Host.ofProcess();
        List<CommandLine> found = new ArrayList<>();
        collect(new Cli(host).commandLine(new Session(host, new GlobalOptions())), found);
        return found.stream();
    }

    private static void collect(CommandLine command, List<CommandLine> found) {
        found.add(command);
        command.getSubcommands().values().forEach(below -> collect(below, found));
    }

    @Test
    void everyCommandSaysWhatItIsForAndShowsAnExample() {
        assertThat(commands())
                .hasSizeGreaterThan(15)
                .allSatisfy(
                        command -> {
                            String name = command.getCommandSpec().qualifiedName();
                            String help = command.getUsageMessage();
                            assertThat(help).as(name).contains("Usage: " + name);
                            assertThat(help)
                                    .as(name)
                                    .containsPattern("Examples?:\\n  \\S*.*dango ");
                            assertThat(command.getCommandSpec().usageMessage().header())
                                    .as(name)
                                    .hasSize(1)
                                    .allMatch(line -> line.endsWith("."));
                            assertThat(help.lines()).as(name).allMatch(line -> line.length() <= 92);
                        });
    }

    @Test
    void everyOptionAndArgumentIsDescribed() {
        assertThat(commands())
                .allSatisfy(
                        command ->
                                assertThat(command.getCommandSpec().args())
                                        .as(command.getCommandSpec().qualifiedName())
                                        .allMatch(HelpTest::isDescribed));
    }

    /** What the documentation of the original promises for these commands. */
    @ParameterizedTest
    @CsvSource({
        "source add,",
        "source list, --enabled-only",
        "source remove, SOURCE_NAME -y --yes",
        "source edit, NAME",
        "sync, SOURCE_NAME --source --since --until --backfill --limit --full-refresh --dry-run --check"
                + " --allow-schema-changes -y --yes"
    })
    void theOptionsThatUsersOfTheOriginalKnowAreThere(String command, String options) {
        CommandLine found =
                commands()
                        .filter(c -> c.getCommandSpec().qualifiedName().equals("dango " + command))
                        .findFirst()
                        .orElseThrow();
        String help = found.getUsageMessage();

        assertThat(options == null ? List.<String>of() : List.of(options.split(" ")))
                .allSatisfy(
                        option -> assertThat(help).containsPattern("(?<![\\w-])" + option + "\\b"));
    }

    private static boolean isDescribed(ArgSpec arg) {
        return arg.description().length > 0 && arg.description()[0].endsWith(".");
    }

    @Test
    void helpGoesToStandardOutputAndAMissingCommandIsAnError() {
        CliHarness cli = new CliHarness(folder);

        assertThat(cli.run("sync", "--help").out()).contains("Usage: dango sync");
        assertThat(cli.run("sync", "--help").exitCode()).isZero();
        assertThat(cli.run("source").exitCode()).isEqualTo(2);
        assertThat(cli.run("source").err()).contains("Usage: dango source");
        assertThat(cli.run("--version").out()).contains("dango ", "Connector SPI 1.", "DuckDB");
        assertThat(cli.run("completion", "bash").out()).startsWith("#!/usr/bin/env bash");
    }

    @Test
    void globalOptionsAreTakenBeforeAndBehindTheCommand() {
        CliHarness cli = CliHarness.withShop(folder);

        assertThat(cli.run("--json", "plugin", "list").out())
                .isEqualTo(cli.run("plugin", "list", "--json").out())
                .startsWith("{\"version\":1,\"command\":\"plugin list\"");
        assertThat(cli.run("source", "list", "--project", "missing").err())
                .contains("Not a Dango project");
    }
}
