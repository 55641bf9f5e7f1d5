package dev.dango.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.terminal.impl.DumbTerminal;

/** Runs commands in a folder of its own, with its own streams, variables, home and clock. */
final class CliHarness {

    static final Instant NOW = Instant.parse("2024-12-09T11:34:56Z");

    /**
     * What came of a command.
     *
     * @param exitCode its exit code
     * @param out its result
     * @param err what it said beside that, and what it showed on the terminal
     */
    record Result(int exitCode, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    private final Path home;
    private final Optional<Path> distribution;
    private final Map<String, String> environment = new HashMap<>();
    private ZoneId zone = ZoneId.of("UTC");
    private Path directory;

    /** Starts with an empty folder to work in, and without any variable. */
    CliHarness(Path folder) {
        this(folder, Optional.empty());
    }

    private CliHarness(Path folder, Optional<Path> distribution) {
        this.distribution = distribution;
        this.directory = folder.resolve("work");
        this.home = folder.resolve("home");
        try {
            Files.createDirectories(directory);
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with a project, and the connector of a shop among the user's plugins. */
    static CliHarness withShop(Path folder) {
        CliHarness cli = new CliHarness(folder);
        ShopConnector.writeTo(cli.home.resolve(".dango").resolve("plugins"));
        cli.run("init");
        return cli;
    }

    /**
     * The same with a project, and the connectors of the distribution that {@code package} leaves.
     */
    static CliHarness installed(Path folder) {
        Path distribution = Path.of("target", "dango").toAbsolutePath();
        CliHarness cli = new CliHarness(folder, Optional.of(distribution));
        cli.run("init");
        return cli;
    }

    /** Moves the folder to work in, with all that is in it. */
    void moveTo(Path elsewhere) {
        try {
            directory = Files.move(directory, elsewhere);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    CliHarness variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    CliHarness zone(String id) {
        zone = ZoneId.of(id);
        return this;
    }

    String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String file, String text) {
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command without a terminal. */
    Result run(String... args) {
        return run(EnumSet.noneOf(Host.Stream.class), "", args);
    }

    /** Runs a command at a terminal, with all that will be typed. */
    Result type(String typed, String... args) {
        return run(EnumSet.allOf(Host.Stream.class), typed, args);
    }

    private Result run(Set<Host.Stream> terminals, String typed, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Host.TerminalOpener terminal = () -> terminal(typed, err);
        Host host =
                new Host(
                        utf8(out),
                        utf8(err),
                        terminals,
                        terminal,
                        terminal,
                        environment,
                        directory,
                        home,
                        distribution,
                        Clock.fixed(NOW, zone));
        int exitCode = new Cli(host).run(args);
        return new Result(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    private static DumbTerminal terminal(String typed, OutputStream shown) throws IOException {
        return new DumbTerminal(
                "test",
                "dumb",
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                shown,
                StandardCharsets.UTF_8);
    }

    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
