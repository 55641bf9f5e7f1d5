package dev.dango.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param names of the comparisons; empty means all
 * @param scale by which sizes are multiplied
 * @param rounds how many rounds count
 * @param folder for data and databases; kept, so that data need not be made again
 * @param profile folder for recordings of Dango's JVMs, empty without
 */
public record Options(
        List<String> names, double scale, int rounds, Path folder, Optional<Path> profile) {

    /** How to call it. */
    static final String USAGE =
            """
            Usage: ./bench [--scale N] [--rounds N] [--folder DIR] [--profile DIR] [NAME...]
              --scale    multiplies the number of rows; 0.01 is done in seconds (default 1)
              --rounds   rounds that count, after one that warms up (default 5)
              --folder   where data and databases go (default: a folder for temporary files)
              --profile  where to leave Flight Recorder files of Dango's JVMs
            """;

    static Options parse(String[] args) {
        List<String> names = new ArrayList<>();
        double scale = 1;
        int rounds = 5;
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "dango-benchmark");
        Optional<Path> profile = Optional.empty();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--scale" -> scale = Double.parseDouble(value(args, ++i));
                case "--rounds" -> rounds = Integer.parseInt(value(args, ++i));
                case "--folder" -> folder = Path.of(value(args, ++i));
                case "--profile" -> profile = Optional.of(Path.of(value(args, ++i)));
                default -> {
                    if (args[i].startsWith("-")) {
                        throw new IllegalArgumentException("no option " + args[i]);
                    }
                    names.add(args[i]);
                }
            }
        }
        return new Options(
                List.copyOf(names),
                scale,
                rounds,
                folder.toAbsolutePath().normalize(),
                profile.map(path -> path.toAbsolutePath().normalize()));
    }

    private static String value(String[] args, int at) {
        if (at == args.length) {
            throw new IllegalArgumentException(args[at - 1] + " needs a value");
        }
        return args[at];
    }

    /**
     * How many rows to take.
     *
     * @param rows at scale 1
     * @return at least 1
     */
    public long scaled(long rows) {
        return Math.max(1, Math.round(rows * scale));
    }
}
