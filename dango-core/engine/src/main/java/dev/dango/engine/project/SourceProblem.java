package dev.dango.engine.project;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.Optional;

/**
 * Why an entry of {@code sources.yml} cannot be used.
 *
 * @param source the entry's name, if it has one
 * @param line where the problem is, from 1
 * @param message one sentence that begins with the place
 */
public record SourceProblem(Optional<String> source, int line, String message) {

    /**
     * The problem as an exception.
     *
     * @return of kind CONFIG
     */
    public SourceException toException() {
        String edit = source.map(name -> "dango source edit " + name).orElse("dango source edit");
        return SourceException.of(ErrorKind.CONFIG, message)
                .hint("Correct it, for example with " + edit + ".");
    }
}
