package dev.dango.benchmark.task;

import dev.dango.benchmark.data.TypedSource;
import java.nio.file.Path;
import java.util.List;

/** Loads rows of typed columns. */
public final class TypedLoad extends Loads {

    /**
     * Prepares.
     *
     * @param arguments folder of the project, how many rows
     */
    public TypedLoad(List<String> arguments) {
        super(Path.of(arguments.get(0)), new TypedSource(Long.parseLong(arguments.get(1))));
    }
}
