package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Folders;
import dev.dango.engine.project.NewProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project for the packaged product. */
final class ProductProject {

    private final Path folder;

    private ProductProject(Path folder) {
        this.folder = folder;
    }

    /** A new project with the sources of this YAML list. */
    static ProductProject create(Path folder, String sources) throws IOException {
        NewProject.create(folder, "bench");
        Files.writeString(
                folder.resolve(".dango").resolve("sources.yml"),
                "version: \"1.0\"\nsources:\n" + sources.indent(2));
        return new ProductProject(folder);
    }

    Path folder() {
        return folder;
    }

    Path warehouse() {
        return folder.resolve("data").resolve("warehouse.duckdb");
    }

    /** Makes the project forget all that it loaded. */
    void reset(int round) throws IOException {
        Files.deleteIfExists(warehouse());
        Folders.delete(folder.resolve(".dango").resolve("state"));
        Folders.delete(folder.resolve(".dango").resolve("loads"));
    }
}
