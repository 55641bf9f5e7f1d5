package dev.dango.connectors.rest;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.engine.project.YamlDocument;
import dev.dango.engine.report.SourceReport;
import dev.dango.spi.Resource;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.TestProject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A fake API, and YAML that is bound and read as users' YAML is. */
abstract class RestTesting {

    @TempDir Path folder;

    final FakeApi api = FakeApi.start();
    final List<String> warnings = new ArrayList<>();

    @AfterEach
    void stop() {
        api.close();
    }

    /** Records with the ids 1 to 5. */
    static FakeListing five() {
        return new FakeListing(IntStream.rangeClosed(1, 5).mapToObj(i -> Map.of("id", i)).toList());
    }

    /** What a user writes, with {@code BASE} for the address of the fake. */
    Map<String, Object> settings(String yaml) {
        Map<String, Object> settings = new LinkedHashMap<>();
        Object value = YamlDocument.valueOf(yaml.replace("BASE", api.url()));
        ((Map<?, ?>) value).forEach((key, item) -> settings.put((String) key, item));
        return settings;
    }

    TestProject project(String yaml) {
        return TestProject.in(folder.resolve("project"), new RestApiSource(), settings(yaml));
    }

    /** Syncs through the real engine, and sees that all went well. */
    static SourceReport sync(TestProject project) {
        SourceReport report = project.sync();
        Assertions.assertThat(report.failures()).isEmpty();
        return report;
    }

    MemoryRun run(String yaml) {
        return new MemoryRun(
                project(yaml).bind(settings(yaml)), FixedClock.at("2026-03-01T12:00:00Z"));
    }

    /** The rows of the first resource on offer, without the engine. */
    List<Map<String, Object>> read(String yaml) throws Exception {
        try (MemoryRun run = run(yaml)) {
            List<Map<String, Object>> rows = run.read(resources(run).get(0));
            warnings.addAll(run.warnings());
            return rows;
        }
    }

    static List<Resource> resources(MemoryRun run) throws Exception {
        return new RestApiSource().resources(run);
    }

    List<Object> ids(String yaml) throws Exception {
        return read(yaml).stream().map(row -> row.get("id")).toList();
    }

    /** The sentence with which a configuration is refused, without a request. */
    String refusal(String yaml) {
        SourceException refusal =
                catchThrowableOfType(SourceException.class, () -> resources(run(yaml)));
        Assertions.assertThat(refusal).as("a refusal of: " + yaml).isNotNull();
        Assertions.assertThat(api.requests()).isEmpty();
        return refusal.getMessage();
    }

    /** What was sent as a query parameter, request by request; {@code -} where it was not. */
    List<String> sent(String parameter) {
        return api.requests().stream().map(call -> call.query(parameter).orElse("-")).toList();
    }

    static List<String> paths(List<Call> calls) {
        return calls.stream().map(Call::path).toList();
    }
}
