package dev.dango.benchmark.task;

import dev.dango.benchmark.Folders;
import dev.dango.engine.report.SourceReport;
import dev.dango.spi.Source;
import dev.dango.testkit.TestProject;
import java.nio.file.Path;
import java.util.Map;

/** Has the engine sync a source into a new project each round. */
abstract class Loads implements Task {

    private final Path folder;
    private final Source source;
    private TestProject project;

    Loads(Path folder, Source source) {
        this.folder = folder;
        this.source = source;
    }

    @Override
    public void prepare(int round) throws Exception {
        Folders.delete(folder);
        open();
    }

    final void open() {
        project = TestProject.in(folder, source, Map.of());
    }

    @Override
    public void run(int round) {
        SourceReport report = project.sync();
        if (!report.failures().isEmpty()) {
            throw new IllegalStateException(report.failures().toString());
        }
    }
}
