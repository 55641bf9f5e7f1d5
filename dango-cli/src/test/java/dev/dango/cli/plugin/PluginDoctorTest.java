package dev.dango.cli.plugin;

import static dev.dango.cli.plugin.PluginCode.source;
import static dev.dango.cli.plugin.PluginCode.sourceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dango.cli.plugin.Finding.Severity;
import dev.dango.cli.plugin.PluginFolder.Kind;
import dev.dango.spi.SourceException;
import dev.dango.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginDoctorTest {

    private static final String LABEL = "Plugin hello 1.0.0 (hello.jar) ";

    @TempDir Path folder;
    private PluginSources sources;

    @BeforeEach
    void openEmptyFolder() {
        sources = new PluginSources(List.of());
    }

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void saysThatNothingIsInstalled() {
        assertThat(examine().summary()).isEqualTo("No plugins are installed.");
    }

    @Test
    void saysThatAllIsWell() {
        hello().source(source("Hi", "hi")).writeTo(folder);
        PluginJar.named("other").types("yo").source(source("Yo", "yo")).writeTo(folder);

        PluginReport report = examine();

        assertThat(report.findings()).isEmpty();
        assertThat(report.healthy()).isTrue();
        assertThat(report.summary()).isEqualTo("All 2 plugins are in order.");
    }

    @Test
    void aJarWithoutManifestEntriesIsNoPlugin() {
        PluginJar.named("").file("library.jar").writeTo(folder);

        Finding finding = onlyError();

        assertThat(finding.message())
                .isEqualTo("library.jar is not a plugin: its manifest has no Plugin-Id.");
        assertThat(finding.pluginId()).isEmpty();
        assertThat(finding.path()).isEqualTo(folder.resolve("library.jar"));
        assertThat(finding.hint()).contains("Dango-Sources");
    }

    @Test
    void aFileThatIsNoJarIsNamed() throws IOException {
        Files.writeString(folder.resolve("page.jar"), "<html>404</html>");

        assertThat(onlyError().message()).startsWith("page.jar cannot be read as a jar: ");
    }

    @Test
    void aJarThatIsCutShortIsNamed() throws IOException {
        Path jar = hello().source(source("Hi", "hi")).writeTo(folder);
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(onlyError().message()).startsWith("hello.jar cannot be read as a jar: ");
    }

    @Test
    void aPluginForAnotherSpiIsRefused() {
        hello().header("Plugin-Requires", ">=2.0.0").source(source("Hi", "hi")).writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(LABEL + "needs the Dango SPI >=2.0.0, and this is 1.0.0.");
        assertThatFindThrowsTheSame("hi");
    }

    @Test
    void aPluginForAnOlderSpiOfTheSameLineIsWelcome() {
        hello().header("Plugin-Requires", "0.9.0").source(source("Hi", "hi")).writeTo(folder);

        assertThat(examine().findings()).isEmpty();
    }

    @Test
    void aRequirementThatIsNoRangeIsNamed() {
        hello().header("Plugin-Requires", "at least one")
                .source(source("Hi", "hi"))
                .writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(LABEL + "has a Plugin-Requires that is no version range: at least one.");
    }

    @Test
    void aPluginThatNeedsOthersIsRefused() {
        hello().header("Plugin-Dependencies", "absent").source(source("Hi", "hi")).writeTo(folder);

        assertThat(onlyError().message())
                .startsWith(LABEL + "cannot be loaded: ")
                .contains("absent");
    }

    @Test
    void aPluginClassThatFailsIsNamed() {
        hello().header("Plugin-Class", "acme.Absent").source(source("Hi", "hi")).writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(LABEL + "cannot be used: its Plugin-Class acme.Absent did not start.");
    }

    @Test
    void bundledClassesOfTheHostAreOnlyAWarning() {
        hello().source(source("Hi", "hi"))
                .entry("dev/dango/spi/Source.class", new byte[] {0})
                .writeTo(folder);

        PluginReport report = examine();

        assertThat(report.healthy()).isTrue();
        assertThat(report.findings())
                .singleElement()
                .matches(f -> f.severity() == Severity.WARNING);
        assertThat(report.findings().get(0).message())
                .isEqualTo(
                        LABEL
                                + "bundles dev.dango.spi, which Dango provides; the copy is ignored.");
    }

    @Test
    void jarsInTheJarAreAWarning() {
        hello().source(source("Hi", "hi")).entry("lib/gson.jar", new byte[] {0}).writeTo(folder);

        assertThat(examine().findings())
                .extracting(Finding::message)
                .containsExactly(
                        LABEL
                                + "contains lib/gson.jar, but classes in a jar within a jar are not"
                                + " found.");
    }

    @Test
    void aMissingServiceFileIsNamed() {
        hello().code(source("Hi", "hi")).writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(
                        LABEL
                                + "offers no source: it has no META-INF/services/dev.dango.spi.Source.");
        assertThatFindThrowsTheSame("hi");
    }

    @Test
    void aServiceFileThatNamesAnAbsentClassIsNamed() {
        hello().provider("acme.Absent").writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(LABEL + "names acme.Absent as a source, which is not in its jar.");
    }

    @Test
    void aServiceFileThatNamesSomethingElseIsNamed() {
        hello().source("package acme; public class Thing {}").writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(
                        LABEL
                                + "names acme.Thing as a source, which does not implement"
                                + " dev.dango.spi.Source.");
    }

    @Test
    void commentsInAServiceFileAreNoClasses() {
        hello().code(source("Hi", "hi"))
                .provider("# the only one")
                .provider(" acme.Hi # really")
                .writeTo(folder);

        assertThat(examine().findings()).isEmpty();
    }

    @Test
    void aSourceWithoutPublicConstructorIsNamed() {
        hello().source(sourceWith("Hi", "hi", "private Hi() {}")).writeTo(folder);

        assertThat(onlyError().message())
                .startsWith(LABEL + "cannot create acme.Hi, which has no public constructor");
    }

    @Test
    void aConstructorThatThrowsIsNamed() {
        hello().source(
                        sourceWith(
                                "Hi",
                                "hi",
                                "public Hi() { throw new IllegalStateException(\"no\"); }"))
                .writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(
                        LABEL
                                + "cannot be used: the constructor of acme.Hi failed with"
                                + " java.lang.IllegalStateException: no.");
        assertThatFindThrowsTheSame("hi");
    }

    @Test
    void aStaticInitialiserThatThrowsIsNamed() {
        hello().source(sourceWith("Hi", "hi", "static int n = Integer.parseInt(\"x\");"))
                .writeTo(folder);

        assertThat(onlyError().message())
                .startsWith(LABEL + "cannot be used: ")
                .contains("NumberFormatException");
    }

    @Test
    void aSpecThatThrowsIsNamed() {
        hello().source(source("Hi", "Not A Type")).writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(
                        LABEL
                                + "cannot be used: spec() of acme.Hi failed with"
                                + " java.lang.IllegalArgumentException: not a source type: Not A"
                                + " Type.");
    }

    @Test
    void aSpecThatIsNullIsNamed() {
        hello().source(source("Hi", "hi").replaceAll("return SourceSpec.*?;", "return null;"))
                .writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(LABEL + "cannot be used: spec() of acme.Hi returned null.");
    }

    @Test
    void aSpecOfAnotherTypeThanDeclaredIsNamed() {
        hello().source(source("Yo", "yo")).writeTo(folder);

        PluginReport report = examine();

        assertThat(report.findings())
                .extracting(Finding::message)
                .containsExactly(
                        LABEL
                                + "declares the type hi in its manifest, but its sources have the"
                                + " types yo.",
                        LABEL + "does not declare in its manifest: yo.");
        assertThatFindThrowsTheSame("hi");
    }

    @Test
    void aManifestWithoutTypesIsOnlyANote() {
        PluginJar.named("plain").source(source("Hi", "hi")).writeTo(folder);

        PluginReport report = examine();

        assertThat(report.plugins().get(0).types()).containsExactly("hi");
        assertThat(report.findings()).singleElement().matches(f -> f.severity() == Severity.NOTE);
        assertThat(report.findings().get(0).hint())
                .isEqualTo("Add to the manifest Dango-Sources: hi.");
    }

    @Test
    void aTypeOfferedTwiceIsNamed() {
        hello().source(source("Hi", "hi")).source(source("Hello", "hi")).writeTo(folder);

        assertThat(onlyError().message()).isEqualTo(LABEL + "offers the type hi twice.");
    }

    @Test
    void aLibraryThatThePluginDoesNotBringIsNamed() {
        hello().source(
                        sourceWith(
                                "Hi",
                                "hi",
                                "Object json = new com.fasterxml.jackson.core.JsonFactory();"))
                .writeTo(folder);

        Finding finding = onlyError();

        assertThat(finding.message())
                .isEqualTo(
                        LABEL
                                + "uses com.fasterxml.jackson.core.JsonFactory, which is not in its"
                                + " jar.");
        assertThat(finding.hint()).startsWith("Plugins bring their libraries themselves");
    }

    @Test
    void aClassInsideDangoIsOutOfBounds() {
        hello().source(
                        sourceWith(
                                "Hi",
                                "hi",
                                "Object inside = new dev.dango.engine.source.ClasspathSources();"))
                .writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(
                        LABEL
                                + "uses dev.dango.engine.source.ClasspathSources, which is internal to"
                                + " Dango.");
    }

    @Test
    void aClassOfANewerSpiIsNamed() {
        hello().source(sourceWith("Hi", "hi", "Object later = new dev.dango.spi.Later();"))
                .code("package dev.dango.spi; public class Later {}")
                .writeTo(folder);

        assertThat(examine().findings())
                .extracting(Finding::message)
                .contains(
                        LABEL
                                + "uses dev.dango.spi.Later, which this version of Dango does not"
                                + " have.");
    }

    @Test
    void aPluginForANewerJavaIsNamed() {
        byte[] compiled =
                PluginJar.named("x").code(source("Hi", "hi")).classes().get("acme/Hi.class");
        compiled[7] = (byte) (44 + 99);
        hello().provider("acme.Hi").entry("acme/Hi.class", compiled).writeTo(folder);

        assertThat(onlyError().message())
                .isEqualTo(
                        LABEL
                                + "needs Java 99, and this is Java "
                                + Runtime.version().feature()
                                + ".");
    }

    @Test
    void aDamagedClassIsNamed() {
        hello().provider("acme.Hi").entry("acme/Hi.class", new byte[] {1, 2, 3}).writeTo(folder);

        assertThat(onlyError().message())
                .startsWith(LABEL + "does not fit: java.lang.ClassFormatError");
    }

    @Test
    void countsWhatCannotBeUsed() throws IOException {
        Files.writeString(folder.resolve("page.jar"), "<html>404</html>");
        hello().source(source("Hi", "hi")).writeTo(folder);

        PluginReport report = examine();

        assertThat(report.healthy()).isFalse();
        assertThat(report.summary())
                .isEqualTo("Something is wrong with 1 jar; what is not named here works.");
    }

    @Test
    void seesFromOutsideWhatNeedsNoLoading() {
        Path jar =
                hello().source(sourceWith("Hi", "hi", "static { if (true) throw new Error(); }"))
                        .writeTo(folder);
        assertThat(inspect()).isEmpty();

        hello().header("Plugin-Requires", ">=2.0.0").source(source("Hi", "hi")).writeTo(folder);
        assertThat(inspect())
                .extracting(Finding::message)
                .containsExactly(LABEL + "needs the Dango SPI >=2.0.0, and this is 1.0.0.");

        hello().code(source("Hi", "hi")).entry("lib/gson.jar", new byte[] {0}).writeTo(folder);
        assertThat(inspect())
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR, Severity.WARNING);
        assertThat(inspect()).extracting(Finding::path).containsOnly(jar);
    }

    private List<Finding> inspect() {
        try (PluginSources opened =
                new PluginSources(List.of(new PluginFolder(Kind.USER, folder)))) {
            return new PluginDoctor(opened).inspect();
        }
    }

    private static PluginJar hello() {
        return PluginJar.named("hello").types("hi");
    }

    private PluginReport examine() {
        sources.close();
        sources = new PluginSources(List.of(new PluginFolder(Kind.USER, folder)));
        return new PluginDoctor(sources).examine();
    }

    private Finding onlyError() {
        PluginReport report = examine();
        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).severity()).isEqualTo(Severity.ERROR);
        assertThat(report.healthy()).isFalse();
        return report.findings().get(0);
    }

    private void assertThatFindThrowsTheSame(String type) {
        Finding finding =
                examine().findings().stream()
                        .filter(f -> f.severity() == Severity.ERROR)
                        .findFirst()
                        .orElseThrow();
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> sources.find(type))
                .withMessage(finding.message())
                .matches(e -> e.hint().equals(finding.hint()));
    }
}
