package dev.dango.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.settings.SettingsSchema;
import dev.dango.spi.Source;
import dev.dango.spi.SourceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * What a connector's finished jar keeps to. A connector's integration test extends it, and that is
 * all: {@code class HelloJarIT extends PackagedJarContract {}}. Runs after the packaging.
 */
public abstract class PackagedJarContract {

    private static final List<String> SHARED =
            List.of("dev.dango.spi.", "dev.dango.http.", "org.slf4j.", "org.pf4j.");

    /**
     * The jar.
     *
     * @return unless overridden what the system property {@code dango.plugin.jar} names, or else
     *     the one in {@code target}
     */
    protected Path jar() {
        String named = System.getProperty("dango.plugin.jar");
        if (named != null) {
            return Path.of(named);
        }
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> jars = files.filter(PackagedJarContract::isPlugin).toList();
            assertThat(jars).as("jars in target: package the connector first").hasSize(1);
            return jars.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPlugin(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jar")
                && !name.startsWith("original-")
                && !name.matches(".*-(tests|sources|javadoc)\\.jar");
    }

    private Attributes manifest() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            return jar.getManifest().getMainAttributes();
        }
    }

    @Test
    void manifestSaysWhatItIs() throws IOException {
        Attributes manifest = manifest();
        for (String header :
                List.of("Plugin-Id", "Plugin-Version", "Plugin-Requires", "Dango-Sources")) {
            assertThat(manifest.getValue(header))
                    .as("%s in the manifest: set it in the POM, in manifestEntries", header)
                    .isNotBlank()
                    .doesNotContain("${");
        }
    }

    @Test
    void holdsNothingThatDangoProvides() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .as("entries of the jar: give what Dango provides the scope provided")
                    .noneMatch(name -> isShared(name.replace('/', '.')))
                    .as("entries of the jar: jars within it are not seen, so shade them in")
                    .noneMatch(name -> name.endsWith(".jar"));
        }
    }

    /** With nothing of the class path but what Dango shows to plugins. */
    @Test
    void loadsApart() throws IOException {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar().toUri().toURL()}, new SharedClasses())) {
            List<SourceSpec> specs =
                    ServiceLoader.load(Source.class, loader).stream()
                            .map(provider -> provider.get().spec())
                            .toList();
            List<String> declared =
                    Arrays.stream(manifest().getValue("Dango-Sources").split(","))
                            .map(String::strip)
                            .toList();
            assertThat(specs.stream().map(SourceSpec::type))
                    .as("types of the sources in the service file, as Dango-Sources names them")
                    .containsExactlyInAnyOrderElementsOf(declared);
            assertThat(specs).allSatisfy(spec -> SettingsSchema.of(spec.config()));
        }
    }

    private static boolean isShared(String className) {
        return SHARED.stream().anyMatch(className::startsWith);
    }

    private static final class SharedClasses extends ClassLoader {

        SharedClasses() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (isShared(name)) {
                return SourceContract.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
