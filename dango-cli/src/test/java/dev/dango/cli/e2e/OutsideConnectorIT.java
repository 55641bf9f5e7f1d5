package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.dist.Script.Outcome;
import dev.dango.cli.docs.Documents;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The three files with which the page on writing connectors begins, in a folder elsewhere, built
 * against the SPI jar of the distribution and nothing else, and dropped into a project.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class OutsideConnectorIT {

    private static final Path PAGE = Documents.ROOT.resolve("docs").resolve("write-a-connector.md");
    private static final String SERVICE_FILE = "META-INF/services/dev.dango.spi.Source";

    @TempDir Path folder;
    private Product product;
    private Path plugins;

    @BeforeEach
    void build() throws Exception {
        product = Product.withProject(folder);
        plugins = Files.createDirectories(product.project().resolve("plugins"));
        Path jar = plugins.resolve("hello-connector-1.0.0.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest(block("xml")))) {
            add(out, SERVICE_FILE, block("text").getBytes(StandardCharsets.UTF_8));
            Path classes = compile(block("java"));
            try (Stream<Path> all = Files.walk(classes)) {
                for (Path one : all.filter(Files::isRegularFile).toList()) {
                    add(out, classes.relativize(one).toString(), Files.readAllBytes(one));
                }
            }
        }
    }

    private static String block(String language) {
        return Documents.fenced(PAGE, Set.of(language)).get(0);
    }

    private static void add(JarOutputStream jar, String path, byte[] content) throws Exception {
        jar.putNextEntry(new JarEntry(path));
        jar.write(content);
    }

    private Path compile(String java) throws Exception {
        Path source = Files.writeString(folder.resolve("HelloSource.java"), java);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        int failed =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "--release",
                                "17",
                                "-cp",
                                spi().toString(),
                                "-d",
                                classes.toString(),
                                source.toString());
        assertThat(failed).isZero();
        return classes;
    }

    private static Path spi() throws Exception {
        try (Stream<Path> jars = Files.list(Product.DISTRIBUTION.resolve("lib"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("dango-spi-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What maven-jar-plugin makes of the POM's entries. */
    private static Manifest manifest(String pom) throws Exception {
        Element project =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(pom.getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement();
        String version = project.getElementsByTagName("version").item(0).getTextContent();
        NodeList entries =
                ((Element) project.getElementsByTagName("manifestEntries").item(0))
                        .getElementsByTagName("*");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (int i = 0; i < entries.getLength(); i++) {
            String value = entries.item(i).getTextContent();
            manifest.getMainAttributes()
                    .putValue(
                            entries.item(i).getNodeName(),
                            value.replace("${project.version}", version));
        }
        return manifest;
    }

    @Test
    void isListedAndSyncs() throws Exception {
        assertThat(block("xml").lines().count()).as("lines of the POM").isLessThan(40);

        assertThat(product.succeed("plugin", "list").out())
                .containsPattern("hello +1\\.0\\.0 +hello");
        assertThat(product.succeed("source", "list").out())
                .containsPattern("hello +1\\.0\\.0 +hello");
        product.succeed("source", "add", "hello", "greeter", "--set", "names=Ada,Grace");
        assertThat(product.succeed("sync").out()).contains("✓ greeter (hello)");

        assertThat(product.query("SELECT greeting FROM raw_greeter.greetings ORDER BY 1"))
                .containsExactly("Hello, Ada!", "Hello, Grace!");
    }

    @Test
    void aBrokenJarBesideItDisturbsNothing() throws Exception {
        Files.writeString(plugins.resolve("broken.jar"), "this is no jar");
        product.succeed("source", "add", "hello", "greeter");
        product.succeed("sync");

        Outcome list = product.succeed("source", "list");
        assertThat(list.out()).contains("greeter", "hello", "stripe");
        assertThat(list.err()).doesNotContain("Exception");
        Outcome doctor = product.run("plugin", "doctor");
        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out() + doctor.err())
                .contains("✗ broken.jar cannot be read as a jar")
                .doesNotContain("Exception");
        assertThat(product.query("SELECT greeting FROM raw_greeter.greetings"))
                .containsExactly("Hello, World!");
    }
}
