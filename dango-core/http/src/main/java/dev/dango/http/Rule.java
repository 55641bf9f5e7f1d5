package dev.dango.http;

import dev.dango.spi.ErrorKind;
import java.util.Optional;

/**
 * What an answer means to one API.
 *
 * @param match which answers
 * @param kind the failure it is; empty if it only means that there is nothing here
 * @param hint what users are to do about it; empty for what is usual with the kind
 */
record Rule(Match match, Optional<ErrorKind> kind, String hint) {

    static Rule fail(ErrorKind kind, Match match, String hint) {
        return new Rule(match, Optional.of(kind), hint);
    }

    static Rule ignore(Match match) {
        return new Rule(match, Optional.empty(), "");
    }
}
