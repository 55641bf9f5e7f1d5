package dev.dango.engine.project;

import dev.dango.spi.SourceException;
import java.util.Collection;

/** Asks for the name somebody probably meant. */
public final class Nearest {

    private Nearest() {}

    /**
     * A question to hang onto a sentence about an unknown name.
     *
     * @param typed what stands there
     * @param candidates what could stand there
     * @return {@code ; did you mean "x"?}, or a full stop
     */
    public static String question(String typed, Collection<String> candidates) {
        return SourceException.nearest(typed, candidates)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse(".");
    }
}
