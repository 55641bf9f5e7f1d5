package dev.dango.cli.kill;

import java.util.List;
import java.util.Random;

/** The origins of all sources of a project. */
record Origins(List<Origin> all) implements AutoCloseable {

    void change(Random random) throws Exception {
        for (Origin origin : all) {
            origin.change(random);
        }
    }

    void synced() {
        all.forEach(Origin::synced);
    }

    @Override
    public void close() {
        all.forEach(Origin::close);
    }
}
