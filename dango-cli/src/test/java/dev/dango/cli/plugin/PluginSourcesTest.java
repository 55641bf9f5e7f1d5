package dev.dango.cli.plugin;

import static dev.dango.cli.plugin.PluginCode.source;
import static dev.dango.cli.plugin.PluginCode.sourceTitled;
import static dev.dango.cli.plugin.PluginCode.sourceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.dango.cli.plugin.PluginFolder.Kind;
import dev.dango.engine.source.InstalledSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.testkit.PluginJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginSourcesTest {

    /** Fails the test that looks at it, if it is ever loaded and initialised. */
    private static final String EXPLODES = "static { if (true) throw new Error(\"loaded\"); }";

    @TempDir Path folder;

    @Test
    void findsASourceAndSaysWhichPluginBroughtIt() {
        PluginJar.named("hello")
                .version("1.2.0")
                .types("hi")
                .source(source("Hi", "hi"))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            InstalledSource found = sources.find("hi").orElseThrow();

            assertThat(found.source().spec().type()).isEqualTo("hi");
            assertThat(found.plugin()).isEqualTo("hello");
            assertThat(found.version()).isEqualTo("1.2.0");
            assertThat(sources.find("hi").orElseThrow().source()).isSameAs(found.source());
            assertThat(sources.find("other")).isEmpty();
        }
    }

    @Test
    void listsTypesAndPluginsWithoutLoadingAnyClass() {
        PluginJar.named("b")
                .types("two", "one")
                .source(sourceWith("B", "one", EXPLODES))
                .writeTo(folder);
        PluginJar.named("a")
                .types("three")
                .header("Plugin-Provider", "Acme")
                .header("Plugin-Description", "Counts")
                .source(sourceWith("A", "three", EXPLODES))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(sources.types()).containsExactly("one", "three", "two");
            assertThat(sources.plugins()).extracting(PluginInfo::id).containsExactly("a", "b");
            assertThat(sources.plugins().get(0))
                    .isEqualTo(
                            new PluginInfo(
                                    "a",
                                    "1.0.0",
                                    ">=1.0.0",
                                    "Acme",
                                    "Counts",
                                    folder.resolve("a.jar"),
                                    List.of("three"),
                                    Kind.PROJECT));
            assertThat(sources.findings()).isEmpty();
        }
    }

    @Test
    void asksTheServiceFileWhenTheManifestNamesNoTypes() {
        PluginJar.named("plain")
                .source(source("First", "first"))
                .source(source("Second", "second"))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(sources.types()).containsExactly("first", "second");
            assertThat(sources.find("second").orElseThrow().plugin()).isEqualTo("plain");
        }
    }

    @Test
    void aBrokenPluginDisturbsNoOther() {
        PluginJar.named("broken")
                .types("bad")
                .source(sourceWith("Bad", "bad", EXPLODES))
                .writeTo(folder);
        PluginJar.named("worse")
                .header("Plugin-Dependencies", "absent")
                .types("worse")
                .source(source("Worse", "worse"))
                .writeTo(folder);
        PluginJar.named("hello").types("hi").source(source("Hi", "hi")).writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> sources.find("bad"))
                    .withMessageStartingWith("Plugin broken 1.0.0 (broken.jar) cannot be used: ")
                    .withMessageContaining("loaded")
                    .matches(e -> e.kind() == ErrorKind.CONFIG);
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> sources.find("worse"));
            assertThat(sources.find("hi")).isPresent();
        }
    }

    @Test
    void aSourceWorksBesideABrokenOneInTheSameJar() {
        PluginJar.named("mixed")
                .types("good", "bad")
                .source(sourceWith("Bad", "bad", EXPLODES))
                .source(source("Good", "good"))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(sources.find("good")).isPresent();
            assertThatExceptionOfType(SourceException.class).isThrownBy(() -> sources.find("bad"));
        }
    }

    @Test
    void aPluginSeesNeitherTheEngineNorTheLibrariesOfDango() {
        String title =
                "seen(\"org.duckdb.DuckDBDriver\") + \" \" + seen(\"com.fasterxml.jackson.core.JsonFactory\") + \" \""
                        + " + seen(\"dev.dango.engine.source.SourceCatalog\") + \" \" + seen(\"picocli.CommandLine\") + \" \""
                        + " + Hi.class.getClassLoader().getResource(\"org/duckdb/DuckDBDriver.class\")";
        PluginJar.named("hello")
                .types("hi")
                .source(sourceTitled("Hi", "hi", title))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(title(sources, "hi")).isEqualTo("none none none none null");
        }
        assertThat(getClass().getClassLoader().getResource("org/duckdb/DuckDBDriver.class"))
                .isNotNull();
    }

    @Test
    void aPluginSeesThePlatformTheSpiAndTheLoggingApi() {
        String title =
                "java.sql.Types.INTEGER + \" \" + java.net.http.HttpClient.Version.HTTP_2 + \" \""
                        + " + seen(\"org.slf4j.LoggerFactory\") + \" \" + seen(\"dev.dango.spi.Source\")";
        PluginJar.named("hello")
                .types("hi")
                .source(sourceTitled("Hi", "hi", title))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(title(sources, "hi")).isEqualTo("4 HTTP_2 host host");
        }
    }

    @Test
    void aPluginSeesTheHttpToolkitButNotItsInsideAndLibraries() {
        String title =
                "seen(\"dev.dango.http.RestApi\")"
                        + " + \" \" + seen(\"dev.dango.http.internal.JsonPointer\")"
                        + " + \" \" + seen(\"okhttp3.OkHttpClient\")";
        PluginJar.named("hello")
                .types("hi")
                .source(sourceTitled("Hi", "hi", title))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(title(sources, "hi")).isEqualTo("host none none");
        }
        assertThatNoException()
                .isThrownBy(() -> Class.forName("dev.dango.http.internal.JsonPointer"));
        assertThatNoException().isThrownBy(() -> Class.forName("okhttp3.OkHttpClient"));
    }

    @Test
    void aPluginThatBringsALibraryGetsItsOwn() {
        String library = "package com.fasterxml.jackson.core; public class JsonFactory {}";
        String title = "seen(\"com.fasterxml.jackson.core.JsonFactory\")";
        PluginJar.named("with")
                .types("with")
                .source(sourceTitled("Hi", "with", title))
                .code(library)
                .writeTo(folder);
        PluginJar.named("without")
                .types("without")
                .source(sourceTitled("Hi", "without", title))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(title(sources, "with")).isEqualTo("own");
            assertThat(title(sources, "without")).isEqualTo("none");
        }
    }

    @Test
    void aBundledSpiIsIgnored() {
        PluginJar.named("fat")
                .types("hi")
                .source(source("Hi", "hi"))
                .entry("dev/dango/spi/Source.class", new byte[] {1, 2, 3})
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(sources.find("hi")).isPresent();
        }
    }

    @Test
    void theLaterFolderOverridesAnEarlierOne() {
        Path earlier = folder.resolve("earlier");
        Path later = folder.resolve("later");
        PluginJar.named("hello")
                .version("2.0.0")
                .types("hi")
                .source(source("Hi", "hi"))
                .writeTo(earlier);
        PluginJar.named("hello")
                .version("1.0.0")
                .types("hi")
                .source(source("Hi", "hi"))
                .writeTo(later);

        try (PluginSources sources =
                new PluginSources(
                        List.of(
                                new PluginFolder(Kind.DISTRIBUTION, earlier),
                                new PluginFolder(Kind.USER, folder.resolve("absent")),
                                new PluginFolder(Kind.PROJECT, later),
                                new PluginFolder(Kind.OPTION, later)))) {
            assertThat(sources.find("hi").orElseThrow().version()).isEqualTo("1.0.0");
            assertThat(sources.plugins())
                    .extracting(PluginInfo::folderKind)
                    .containsExactly(Kind.PROJECT);
            assertThat(sources.findings())
                    .singleElement()
                    .matches(f -> f.severity() == Finding.Severity.NOTE)
                    .extracting(Finding::message)
                    .isEqualTo(
                            "Plugin hello 2.0.0 (hello.jar) is overridden by version 1.0.0 in "
                                    + later
                                    + ".");
        }
    }

    @Test
    void ofTwoJarsInOneFolderTheHigherVersionIsUsed() {
        PluginJar.named("hello")
                .version("1.9.0")
                .file("a.jar")
                .types("hi")
                .source(source("Hi", "hi"))
                .writeTo(folder);
        PluginJar.named("hello")
                .version("1.10.0")
                .file("b.jar")
                .types("hi")
                .source(source("Hi", "hi"))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(sources.find("hi").orElseThrow().version()).isEqualTo("1.10.0");
            assertThat(sources.findings())
                    .extracting(Finding::message)
                    .containsExactly(
                            "Plugin hello 1.9.0 (a.jar) is not used: b.jar has the same id and the higher version"
                                    + " 1.10.0.");
        }
    }

    @Test
    void ofTwoJarsOfOneVersionTheFirstByNameIsUsed() {
        PluginJar.named("hello")
                .file("b.jar")
                .types("hi")
                .source(source("Hi", "hi"))
                .writeTo(folder);
        PluginJar.named("hello")
                .file("a.jar")
                .types("hi")
                .source(source("Hi", "hi"))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(sources.plugins())
                    .extracting(PluginInfo::path)
                    .containsExactly(folder.resolve("a.jar"));
            assertThat(sources.findings())
                    .extracting(Finding::message)
                    .containsExactly(
                            "Plugin hello 1.0.0 (b.jar) is not used: a.jar has the same id and version.");
        }
    }

    @Test
    void ofTwoPluginsWithOneTypeTheFirstIsUsed() {
        PluginJar.named("one").types("hi").source(source("Hi", "hi")).writeTo(folder);
        PluginJar.named("two").types("hi").source(source("Hi", "hi")).writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(sources.find("hi").orElseThrow().plugin()).isEqualTo("one");
            assertThat(sources.findings())
                    .extracting(Finding::message)
                    .containsExactly(
                            "Plugin two 1.0.0 (two.jar) offers the type hi, which is already taken by the plugin one.");
        }
    }

    @Test
    void runsThePluginClassOfPf4j() {
        PluginJar.named("living")
                .types("hi")
                .header("Plugin-Class", "acme.Life")
                .code(
                        "package acme; public class Life extends org.pf4j.Plugin {"
                                + " static String state = \"new\";"
                                + " @Override public void start() { state = \"started\"; } }")
                .source(sourceTitled("Hi", "hi", "Life.state"))
                .writeTo(folder);

        try (PluginSources sources = sources()) {
            assertThat(title(sources, "hi")).isEqualTo("started");
        }
    }

    @Test
    void namesTheStandardFoldersInOrder() {
        assertThat(
                        PluginFolder.standard(
                                Optional.of(Path.of("dist")),
                                Path.of("home"),
                                Optional.of(Path.of("project")),
                                List.of(Path.of("named"))))
                .containsExactly(
                        new PluginFolder(Kind.DISTRIBUTION, Path.of("dist", "plugins")),
                        new PluginFolder(Kind.USER, Path.of("home", ".dango", "plugins")),
                        new PluginFolder(Kind.PROJECT, Path.of("project", "plugins")),
                        new PluginFolder(Kind.OPTION, Path.of("named")));
        assertThat(
                        PluginFolder.standard(
                                Optional.empty(), Path.of("home"), Optional.empty(), List.of()))
                .extracting(PluginFolder::kind)
                .containsExactly(Kind.USER);
    }

    private PluginSources sources() {
        return new PluginSources(List.of(new PluginFolder(Kind.PROJECT, folder)));
    }

    private static String title(PluginSources sources, String type) {
        return sources.find(type).orElseThrow().source().spec().title();
    }
}
