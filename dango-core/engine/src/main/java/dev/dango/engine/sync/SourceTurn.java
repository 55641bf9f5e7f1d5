package dev.dango.engine.sync;

import dev.dango.engine.load.ProcessLock;
import dev.dango.engine.load.SourceEditor;
import dev.dango.engine.load.Stage;
import dev.dango.engine.project.SourceEntry;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** A source whose positions or loads are looked at or changed by hand, between its syncs. */
record SourceTurn(
        SourceEntry entry,
        SyncEnvironment environment,
        SyncListener listener,
        CancellationSource cancellation) {

    SourceEditor editor() {
        return new SourceEditor(
                environment.warehouse(),
                entry.name(),
                entry.schema(),
                what -> listener.waiting(entry.name(), "", what),
                cancellation);
    }

    /**
     * Does something while no sync of the source runs. What an interrupted sync has left would be
     * loaded over the change, so that must be finished first.
     */
    <T> T alone(String what, Supplier<T> work) {
        try (ProcessLock lock =
                ProcessLock.acquire(
                        environment.project().lock(entry.name()),
                        what + " " + entry.name(),
                        who -> listener.waiting(entry.name(), "", who),
                        cancellation)) {
            refuseLeftovers();
            return work.get();
        }
    }

    private void refuseLeftovers() {
        try {
            if (!Stage.leftovers(environment.project().loads().resolve(entry.name())).isEmpty()) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "what an interrupted sync of %s had read waits to be loaded, and goes on from where that one stood"
                                        .formatted(entry.name()))
                        .hint("Run dango sync %s first.".formatted(entry.name()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
