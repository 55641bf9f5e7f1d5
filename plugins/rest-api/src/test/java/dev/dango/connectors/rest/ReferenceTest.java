package dev.dango.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every example of the reference can be read. */
class ReferenceTest extends RestTesting {

    private static final Path PAGE = Path.of("../../docs/rest-api-reference.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\R(.*?)```");
    private static final Pattern VARIABLE = Pattern.compile("_env: ([A-Z_]+)|\\$\\{([A-Z_]+)\\}");

    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        EXAMPLE.matcher(Files.readString(PAGE)).results().forEach(m -> examples.add(m.group(1)));
        return examples;
    }

    @TestFactory
    List<DynamicTest> examplesCanBeRead() throws IOException {
        return examples().stream()
                .map(example -> DynamicTest.dynamicTest(example, () -> canBeRead(example)))
                .toList();
    }

    private void canBeRead(String example) throws Exception {
        Map<String, Object> settings = settings(example);
        if (!settings.containsKey("client")) {
            settings.putIfAbsent("base_url", api.url());
        }
        TestProject project =
                TestProject.in(
                        folder.resolve(Integer.toHexString(example.hashCode())),
                        new RestApiSource(),
                        settings);
        String variables =
                VARIABLE.matcher(example)
                        .results()
                        .map(
                                m ->
                                        (m.group(1) == null ? m.group(2) : m.group(1))
                                                + "=x-"
                                                + m.start())
                        .collect(Collectors.joining("\n"));
        Files.writeString(project.project().root().resolve(".env"), variables);
        try (MemoryRun run = new MemoryRun(project.bind(settings), null)) {
            assertThat(resources(run)).isNotEmpty();
        }
    }

    @Test
    void thereIsAnExampleOfEachPaginator() throws IOException {
        assertThat(String.join("", examples()))
                .contains(
                        "json_link",
                        "header_link",
                        "header_cursor",
                        "type: cursor",
                        "type: offset",
                        "type: page_number",
                        "single_page",
                        "type: auto");
    }
}
