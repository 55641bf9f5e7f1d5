package dev.dango.engine.load;

import dev.dango.engine.report.TableReport;
import dev.dango.spi.SourceException;
import java.util.List;
import java.util.Optional;

/**
 * What a load did.
 *
 * @param loadId its id; empty if there was nothing to write
 * @param tables the tables of the resources that were loaded
 * @param failures what could not be loaded
 * @param warnings what was left out on purpose, in sentences
 */
public record LoadResult(
        Optional<String> loadId,
        List<TableReport> tables,
        List<Failure> failures,
        List<String> warnings) {

    /**
     * Something that could not be loaded, while the rest was.
     *
     * @param resource the resource
     * @param reason why
     */
    public record Failure(String resource, SourceException reason) {}
}
