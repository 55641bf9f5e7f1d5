package dev.dango.connectors.hubspot;

import java.time.Instant;

/**
 * How far a table has been read: its position as text.
 *
 * @param phase what is going on
 * @param from from when on changes are read; the epoch while everything is listed
 * @param to up to when all will be known at the end of this phase
 * @param mark where in the phase to go on; empty at its beginning
 */
record Progress(Phase phase, Instant from, Instant to, String mark) {

    enum Phase {
        /** All objects are listed; the mark is the token of the next page. */
        LIST,
        /** Objects that have changed are searched; the mark is the last id. */
        CHANGES,
        /** All is known. */
        DONE
    }

    static Progress listing(Instant now) {
        return new Progress(Phase.LIST, Instant.EPOCH, now, "");
    }

    static Progress parse(String position) {
        String[] parts = position.split(" ", 4);
        return new Progress(
                Phase.valueOf(parts[0]),
                Instant.parse(parts[1]),
                Instant.parse(parts[2]),
                parts[3]);
    }

    String text() {
        return phase + " " + from + " " + to + " " + mark;
    }

    Progress at(String newMark) {
        return new Progress(phase, from, to, newMark);
    }

    Progress done() {
        return new Progress(Phase.DONE, from, to, "");
    }

    /** What has changed since. */
    Progress next(Instant now) {
        return new Progress(Phase.CHANGES, to, now, "");
    }
}
