package dev.dango.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What connector authors have to learn must stay small, free of dependencies, and explained. */
class SpiSurfaceTest {

    private static final int BUDGET = 20;
    private static final Path SOURCES = Path.of("src/main/java/dev/dango/spi");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);
    private static final Pattern PUBLIC_INTERFACE =
            Pattern.compile(
                    "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+\\s*)*public interface",
                    Pattern.DOTALL);

    private static List<Path> types() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(file -> !file.endsWith("package-info.java")).sorted().toList();
        }
    }

    @Test
    void itFitsTheBudget() throws IOException {
        assertThat(types()).hasSizeLessThanOrEqualTo(BUDGET);
    }

    @Test
    void itKnowsNothingButTheJdk() throws IOException {
        for (Path type : types()) {
            Matcher imports = IMPORT.matcher(Files.readString(type));
            while (imports.find()) {
                assertThat(imports.group(1)).as(type.toString()).startsWith("java.");
            }
        }
    }

    @Test
    void everyInterfaceSaysWhoImplementsIt() throws IOException {
        for (Path type : types()) {
            Matcher interfaces = PUBLIC_INTERFACE.matcher(Files.readString(type));
            while (interfaces.find()) {
                assertThat(interfaces.group(1).strip())
                        .as(type.toString())
                        .matches(
                                "(?s)(\\* )?<em>(Implemented by plugins|Provided by Dango)\\.</em>.*");
            }
        }
    }
}
