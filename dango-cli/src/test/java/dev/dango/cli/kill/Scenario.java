package dev.dango.cli.kill;

import java.nio.file.Path;
import java.util.List;

/** What a project loads. A further way of loading is a further line in each half. */
enum Scenario {
    APPEND,
    PARTITIONS,
    COPIES,
    MERGE,
    UPSERT,
    INSERT_ONLY,
    SCD2,
    REPLACE,
    FILES,
    STRIPE,
    TWO_SOURCES;

    /** New ones, for a project in this folder; to be closed. */
    Origins origins(Path folder) {
        return new Origins(
                switch (this) {
                    case APPEND -> List.of(new Events());
                    case PARTITIONS -> List.of(new Log(folder));
                    case COPIES -> List.of(new Copies(folder));
                    case MERGE -> List.of(new Orders());
                    case UPSERT -> List.of(new Customers());
                    case INSERT_ONLY -> List.of(new Signups());
                    case SCD2 -> List.of(new Prices());
                    case REPLACE -> List.of(new Stock());
                    case FILES -> List.of(new CsvFolder(folder));
                    case STRIPE -> List.of(new Charges(folder));
                    case TWO_SOURCES -> List.of(new Orders(), new CsvFolder(folder));
                });
    }
}
