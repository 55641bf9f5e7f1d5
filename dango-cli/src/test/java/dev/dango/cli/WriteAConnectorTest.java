package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.dango.cli.docs.Documents;
import dev.dango.spi.Source;
import dev.dango.testkit.PluginJar;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What the page on writing connectors tells people to write works. */
class WriteAConnectorTest {

    private static final Path PAGE = Documents.ROOT.resolve("docs/write-a-connector.md");
    private static final String PACKAGE = "org.example.";

    @TempDir private Path folder;

    private static List<String> java() {
        return Documents.fenced(PAGE, Set.of("java"));
    }

    private static String classNamed(String name) {
        return java().stream()
                .filter(code -> code.contains("class " + name + " "))
                .findFirst()
                .orElseThrow();
    }

    private static Element xml(int block) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        String text = Documents.fenced(PAGE, Set.of("xml")).get(block);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
    }

    private static String text(Element within, String tag) {
        NodeList found = within.getElementsByTagName(tag);
        assertThat(found.getLength()).as(tag).isPositive();
        return found.item(0).getTextContent().strip();
    }

    private static Map<String, String> manifest() throws Exception {
        NodeList entries =
                ((Element) xml(0).getElementsByTagName("manifestEntries").item(0))
                        .getElementsByTagName("*");
        Map<String, String> manifest = new LinkedHashMap<>();
        for (int i = 0; i < entries.getLength(); i++) {
            manifest.put(entries.item(i).getNodeName(), entries.item(i).getTextContent());
        }
        return manifest;
    }

    @Test
    void theBuildFileIsShortAndNeedsTheSpiOnly() throws Exception {
        assertThat(Documents.fenced(PAGE, Set.of("xml")).get(0).lines().count()).isLessThan(40);
        NodeList dependencies = xml(0).getElementsByTagName("dependency");
        assertThat(dependencies.getLength()).isEqualTo(1);
        Element spi = (Element) dependencies.item(0);
        assertThat(text(spi, "artifactId")).isEqualTo("dango-spi");
        assertThat(text(spi, "scope")).isEqualTo("provided");
        assertThat(text(spi, "version")).isEqualTo(text(parentPom(), "version"));
        assertThat(text(xml(1), "version")).isEqualTo(text(parentPom(), "version"));
    }

    private static Element parentPom() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Documents.ROOT.resolve("pom.xml").toFile())
                .getDocumentElement();
    }

    @Test
    void theFirstConnectorIsFoundAndSyncs() throws Exception {
        CliHarness cli = new CliHarness(folder);
        cli.run("init");
        Map<String, String> manifest = manifest();
        PluginJar jar =
                PluginJar.named(manifest.remove("Plugin-Id")).code(classNamed("HelloSource"));
        manifest.remove("Plugin-Version");
        manifest.forEach(jar::header);
        String service = Documents.fenced(PAGE, Set.of("text")).get(0).strip();
        jar.provider(service).writeTo(cli.directory().resolve("plugins"));

        CliHarness.Result doctor = cli.run("plugin", "doctor");
        assertThat(doctor.exitCode()).as(doctor.out()).isZero();
        assertThat(cli.run("source", "list").out()).contains("hello");
        succeeds(cli.run("source", "add", "hello", "greeter", "--set", "names=Ada,Grace"));
        succeeds(cli.run("sync", "greeter", "--yes"));
        assertThat(
                        cli.run(
                                        "db",
                                        "query",
                                        "SELECT greeting FROM raw_greeter.greetings ORDER BY 1")
                                .out())
                .contains("Hello, Ada!", "Hello, Grace!");
    }

    private static void succeeds(CliHarness.Result result) {
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> theConnectorsKeepToTheContract() {
        return Stream.of("HelloSource", "ShopSource", "LogSource")
                .map(name -> DynamicTest.dynamicTest(name, () -> keepsToTheContract(name)));
    }

    private void keepsToTheContract(String name) throws Exception {
        Path jar =
                PluginJar.named(name)
                        .source(classNamed(name))
                        .code(classNamed(name + "Test"))
                        .writeTo(folder);
        ClassLoader parent = Source.class.getClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, parent)) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherDiscoveryRequest request =
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(loader.loadClass(PACKAGE + name + "Test")))
                            .build();
            Launcher launcher = LauncherFactory.create();
            launcher.execute(request, listener);

            StringWriter failures = new StringWriter();
            listener.getSummary().printFailuresTo(new PrintWriter(failures), 5);
            assertThat(listener.getSummary().getTotalFailureCount())
                    .as(failures.toString())
                    .isZero();
            assertThat(listener.getSummary().getTestsSucceededCount()).isGreaterThan(15);
        }
    }
}
