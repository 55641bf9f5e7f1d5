package dev.dango.benchmark.task;

import dev.dango.benchmark.data.JsonSource;
import java.nio.file.Path;
import java.util.List;

/** Loads pages of JSON records. */
public final class JsonLoad extends Loads {

    /**
     * Prepares.
     *
     * @param arguments folder of the project, file of the pages, how many tables, how often to read
     */
    public JsonLoad(List<String> arguments) {
        super(
                Path.of(arguments.get(0)),
                new JsonSource(
                        Path.of(arguments.get(1)),
                        Integer.parseInt(arguments.get(2)),
                        Integer.parseInt(arguments.get(3))));
    }
}
