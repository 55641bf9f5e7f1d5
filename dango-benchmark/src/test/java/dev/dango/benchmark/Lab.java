package dev.dango.benchmark;

import dev.dango.benchmark.race.Contender;
import dev.dango.benchmark.race.Cost;
import dev.dango.benchmark.race.Jvm;
import dev.dango.benchmark.race.ProcessContender;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.race.WorkerContender;
import dev.dango.benchmark.task.Task;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What comparisons need: folders, contenders, and a place for their figures. */
public final class Lab {

    private final Options options;
    private final Path distribution;
    private final List<Figure> figures = new ArrayList<>();

    Lab(Options options) {
        this.options = options;
        this.distribution =
                Path.of(System.getProperty("dango.distribution", "dango-cli/target/dango"));
    }

    /**
     * How many rows to take.
     *
     * @param rows at scale 1
     * @return at least 1
     */
    public long scaled(long rows) {
        return options.scaled(rows);
    }

    /**
     * Where data goes that later runs can take again.
     *
     * @return a folder that is there
     * @throws IOException if it cannot be made
     */
    public Path data() throws IOException {
        return Files.createDirectories(options.folder().resolve("data"));
    }

    /**
     * A folder that does not exist.
     *
     * @param name of the folder
     * @return where it may be made
     * @throws IOException if an old one cannot be removed
     */
    public Path fresh(String name) throws IOException {
        Path folder = options.folder().resolve(name);
        Folders.delete(folder);
        Files.createDirectories(folder.getParent());
        return folder;
    }

    /**
     * A JVM that runs a task of Dango's side.
     *
     * @param task the class
     * @param arguments for it
     * @return to be closed
     */
    public Contender dango(Class<? extends Task> task, Object... arguments) {
        return WorkerContender.start(
                "Dango", task, texts(arguments), recording(task.getSimpleName()));
    }

    /**
     * A JVM that runs a task of the other side.
     *
     * @param name what it is called
     * @param task the class
     * @param arguments for it
     * @return to be closed
     */
    public Contender other(String name, Class<? extends Task> task, Object... arguments) {
        return WorkerContender.start(name, task, texts(arguments), List.of());
    }

    /**
     * The packaged product, a process for each round.
     *
     * @param name what it is called
     * @param project its folder
     * @param preparation before each round
     * @param arguments of the command
     * @return to be closed
     */
    public Contender product(
            String name,
            Path project,
            ProcessContender.Preparation preparation,
            String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(distribution.resolve("bin").resolve("dango").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return new ProcessContender(
                name,
                project,
                command,
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "DANGO_JAVA_OPTS",
                        String.join(" ", recording(name))),
                preparation);
    }

    /**
     * A Java program of the other side, a process for each round. It gets the libraries of the
     * distribution, whose driver need not unpack its native part, and those named.
     *
     * @param name what it is called
     * @param program the class
     * @param libraries parts of names of jars it needs besides the driver
     * @param preparation before each round
     * @param arguments for it
     * @return to be closed
     * @throws IOException if the distribution cannot be read
     */
    public Contender program(
            String name,
            Class<?> program,
            List<String> libraries,
            ProcessContender.Preparation preparation,
            Object... arguments)
            throws IOException {
        List<String> classPath = new ArrayList<>();
        String own = System.getProperty("java.class.path");
        for (String entry : own.split(File.pathSeparator, -1)) {
            if (entry.endsWith("test-classes") || libraries.stream().anyMatch(entry::contains)) {
                classPath.add(entry);
            }
        }
        try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
            jars.filter(jar -> jar.getFileName().toString().startsWith("duckdb_jdbc"))
                    .forEach(jar -> classPath.add(jar.toString()));
        }
        List<String> command = new ArrayList<>();
        command.add(Jvm.java());
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath));
        command.add(program.getName());
        command.addAll(texts(arguments));
        return new ProcessContender(name, options.folder(), command, Map.of(), preparation);
    }

    private List<String> recording(String name) {
        return options.profile()
                .map(
                        folder ->
                                List.of(
                                        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                                                + folder.resolve(name.replace(' ', '-') + ".jfr")))
                .orElse(List.of());
    }

    private static List<String> texts(Object... arguments) {
        return Arrays.stream(arguments).map(Object::toString).toList();
    }

    /**
     * Lets contenders take turns.
     *
     * @param contenders in the order of their turns
     * @return what it cost them
     * @throws Exception if one failed
     */
    public Race race(Contender... contenders) throws Exception {
        return Race.run(options.rounds(), System.out, List.of(contenders));
    }

    /**
     * Compares times by the clock: Dango's by the other side's.
     *
     * @param name of the comparison
     * @param what was measured
     * @param most how many times as long Dango may take
     * @param race the costs
     * @param ours index of Dango
     * @param theirs index of the other side
     */
    public void wall(String name, String what, double most, Race race, int ours, int theirs) {
        add(
                new Figure(
                        name,
                        what,
                        Figure.Goal.atMost(most),
                        race.ratio(ours, theirs, Cost::wall),
                        race.firstRatio(ours, theirs, Cost::wall),
                        cost(race, ours),
                        cost(race, theirs)));
    }

    /**
     * Compares rows per second of processor time: Dango's by the other side's, over the same rows.
     *
     * @param name of the comparison
     * @param what was measured
     * @param least how many times as many rows Dango should manage
     * @param race the costs
     * @param ours index of Dango
     * @param theirs index of the other side
     */
    public void cpu(String name, String what, double least, Race race, int ours, int theirs) {
        add(
                new Figure(
                        name,
                        what,
                        Figure.Goal.atLeast(least),
                        race.ratio(theirs, ours, Cost::cpu),
                        race.firstRatio(theirs, ours, Cost::cpu),
                        cost(race, ours),
                        cost(race, theirs)));
    }

    private static String cost(Race race, int contender) {
        return String.format(
                Locale.ROOT,
                "%.3f s, cpu %.3f s",
                race.median(contender, Cost::wall),
                race.median(contender, Cost::cpu));
    }

    /**
     * Takes a figure.
     *
     * @param figure goes into the table
     */
    public void add(Figure figure) {
        figures.add(figure);
        System.out.println(Figure.header());
        System.out.println(figure);
    }

    List<Figure> figures() {
        return figures;
    }
}
