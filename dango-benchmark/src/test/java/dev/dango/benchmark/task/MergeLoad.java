package dev.dango.benchmark.task;

import dev.dango.benchmark.data.ChangingSource;
import java.nio.file.Path;
import java.util.List;

/** Merges the rows that changed into a table that was loaded before. */
public final class MergeLoad extends Loads {

    private final ChangingSource source;

    /**
     * Loads the table.
     *
     * @param arguments folder of the project, rows of the table, rows that change
     * @throws Exception if that fails
     */
    public MergeLoad(List<String> arguments) throws Exception {
        this(
                Path.of(arguments.get(0)),
                new ChangingSource(
                        Long.parseLong(arguments.get(1)), Long.parseLong(arguments.get(2))));
    }

    private MergeLoad(Path folder, ChangingSource source) throws Exception {
        super(folder, source);
        this.source = source;
        super.prepare(0);
        source.version(0);
        super.run(0);
    }

    @Override
    public void prepare(int round) {
        source.version(round + 1);
    }
}
