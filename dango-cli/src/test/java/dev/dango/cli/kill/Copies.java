package dev.dango.cli.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Copies of a whole log, read in parts: one that is replaced, and one by versions. */
final class Copies extends Log {

    private final List<String> lengths = new ArrayList<>();

    Copies(Path project) {
        super(project);
    }

    @Override
    boolean copies() {
        return true;
    }

    @Override
    public void change(Random random) throws IOException {
        super.change(random);
        lengths.add(Integer.toString(messages()));
    }

    /** Never a part of it, and no version closed, since no message ever changes or goes. */
    @Override
    public List<AnyOf> always() {
        return List.of(
                new AnyOf("copy", "SELECT count(*)::VARCHAR FROM copy", lengths),
                new AnyOf("versions", "SELECT count(*)::VARCHAR FROM versions", lengths),
                new AnyOf(
                        "versions",
                        "SELECT n::VARCHAR FROM versions WHERE _dlt_valid_to IS NOT NULL",
                        List.of()));
    }

    @Override
    public List<Expected> expected() {
        List<Expected> expected = new ArrayList<>(inTable("copy"));
        expected.addAll(inTable("versions"));
        expected.add(new Expected("SELECT resource FROM _dango_state", List.of()));
        expected.add(
                Schema.of(
                        "copy",
                        "n BIGINT",
                        "copy__twice",
                        "value BIGINT",
                        "versions",
                        "n BIGINT",
                        "versions__twice",
                        "value BIGINT"));
        return expected;
    }
}
