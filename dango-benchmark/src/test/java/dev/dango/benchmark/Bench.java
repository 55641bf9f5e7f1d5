package dev.dango.benchmark;

import dev.dango.benchmark.comparison.Api;
import dev.dango.benchmark.comparison.Comparison;
import dev.dango.benchmark.comparison.Csv;
import dev.dango.benchmark.comparison.Json;
import dev.dango.benchmark.comparison.Kafka;
import dev.dango.benchmark.comparison.Linearity;
import dev.dango.benchmark.comparison.ManyFiles;
import dev.dango.benchmark.comparison.Memory;
import dev.dango.benchmark.comparison.Merge;
import dev.dango.benchmark.comparison.Postgres;
import dev.dango.benchmark.comparison.Typed;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;

/** Runs comparisons and prints a table of ratios. */
public final class Bench {

    private static final List<Comparison> ALL =
            List.of(
                    new Csv(),
                    new ManyFiles(),
                    Json.flat(),
                    Json.nested(),
                    new Typed(),
                    new Merge(),
                    new Postgres(),
                    new Kafka(),
                    new Api(),
                    new Memory(),
                    new Linearity());

    private Bench() {}

    /**
     * Runs what is asked for.
     *
     * @param args see {@link Options#USAGE}
     * @throws Exception if something that is measured fails
     */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.USAGE + names());
            return;
        }
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.print("bench: " + e.getMessage() + "\n" + Options.USAGE + names());
            System.exit(2);
            return;
        }
        if (options.profile().isPresent()) {
            Files.createDirectories(options.profile().get());
        }
        Lab lab = new Lab(options);
        for (Comparison comparison : ALL) {
            if (options.names().isEmpty() || options.names().contains(comparison.name())) {
                System.out.println(comparison.name());
                comparison.run(lab);
            }
        }
        System.out.println();
        System.out.println(Figure.header());
        lab.figures().forEach(System.out::println);
    }

    private static String names() {
        return "  NAME       "
                + ALL.stream().map(Comparison::name).collect(Collectors.joining(", "))
                + "; all unless named\n";
    }
}
