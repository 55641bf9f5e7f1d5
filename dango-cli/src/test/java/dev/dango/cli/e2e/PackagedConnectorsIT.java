package dev.dango.cli.e2e;

import dev.dango.testkit.PackagedJarContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every connector jar in the distribution is one that loads apart from all others. */
@ParameterizedClass(name = "{0}")
@MethodSource("jars")
class PackagedConnectorsIT extends PackagedJarContract {

    @Parameter Path jar;

    static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(Product.DISTRIBUTION.resolve("plugins"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    @Override
    protected Path jar() {
        return jar;
    }
}
