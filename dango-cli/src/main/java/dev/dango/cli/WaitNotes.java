package dev.dango.cli;

import dev.dango.engine.sync.SyncListener;

/** Tells of waits for other processes, for commands without a progress of their own. */
final class WaitNotes implements SyncListener {

    private final Output output;

    WaitNotes(Output output) {
        this.output = output;
    }

    @Override
    public void waiting(String source, String table, String what) {
        if (!what.isEmpty()) {
            output.note("Waiting: " + what);
        }
    }
}
