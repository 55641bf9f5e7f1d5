package dev.dango.cli.kill;

import java.nio.file.Path;
import java.util.List;

/** What a project loads. A further way of loading is a further line. */
enum Scenario {
    APPEND(Events::new),
    PARTITIONS(Log::new),
    MERGE(Orders::new),
    REPLACE(Stock::new),
    FILES(CsvFolder::new),
    STRIPE(Charges::new),
    TWO_SOURCES(Orders::new, CsvFolder::new);

    /** Sets an origin up for a project in this folder. */
    private interface Beginning {
        Origin in(Path folder);
    }

    private final List<Beginning> origins;

    Scenario(Beginning... origins) {
        this.origins = List.of(origins);
    }

    /** New ones, for a project in this folder; to be closed. */
    Origins origins(Path folder) {
        return new Origins(origins.stream().map(origin -> origin.in(folder)).toList());
    }
}
