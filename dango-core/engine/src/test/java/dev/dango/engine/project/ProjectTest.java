package dev.dango.engine.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {

    @TempDir Path folder;

    @Test
    void makesAProjectThatOpens() throws Exception {
        NewProject made = NewProject.create(folder.resolve("shop"), "My: shop");
        Project project = made.project();
        assertThat(made.kept()).isEmpty();
        assertThat(made.made())
                .containsExactlyInAnyOrder(
                        Path.of(".gitignore"),
                        Path.of(".env"),
                        Path.of("data"),
                        Path.of(".dango/sources.yml"),
                        Path.of(".dango/project.yml"));
        assertThat(project.name()).isEqualTo("My: shop");
        assertThat(project.warehouse()).isEqualTo(project.root().resolve("data/warehouse.duckdb"));
        assertThat(SourcesFile.read(project).entries()).isEmpty();
        assertThat(SourcesFile.validate(Files.readString(project.sourcesFile()))).isEmpty();
        assertThat(Files.getPosixFilePermissions(project.envFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readAllLines(project.root().resolve(".gitignore")))
                .contains(".env", ".dlt/secrets.toml", "data/warehouse*", ".dango/state/");
    }

    @Test
    void neverOverwrites() throws Exception {
        TestProject.write(folder.resolve(".env"), "A=1\n");
        TestProject.write(folder.resolve(".dango/sources.yml"), "sources: []\n");
        NewProject made = NewProject.create(folder, "x");
        assertThat(made.kept())
                .containsExactlyInAnyOrder(Path.of(".env"), Path.of(".dango/sources.yml"));
        assertThat(Files.readString(folder.resolve(".env"))).isEqualTo("A=1\n");
        assertThat(NewProject.create(folder, "y").made()).isEmpty();
        assertThat(Project.at(folder).name()).isEqualTo("x");
    }

    @Test
    void isFoundFromAnyFolderWithin() throws Exception {
        NewProject.create(folder, "x");
        Path deep = Files.createDirectories(folder.resolve("data/a/b"));
        Project project = Project.find(deep);
        assertThat(project.root()).isEqualTo(folder.toAbsolutePath());
        assertThat(project.loads()).isEqualTo(project.root().resolve(".dango/loads"));
        assertThat(project.plugins()).isEqualTo(project.root().resolve("plugins"));
    }

    @Test
    void saysThatThereIsNone() {
        assertThatThrownBy(() -> Project.find(folder))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG);
                            assertThat(e.hint()).startsWith("Run dango init");
                        })
                .hasMessageStartingWith("Not in a Dango project");
        assertThatThrownBy(() -> Project.at(folder)).hasMessageStartingWith("Not a Dango project");
    }

    @Test
    void opensAProjectOfTheOriginal() {
        TestProject.write(
                folder.resolve(".dango/project.yml"),
                """
                project:
                  name: analytics
                  organization: Acme
                  created: 2025-03-01 10:00:00
                  stakeholders: [{name: Ann, role: owner, contact: a@example.com}]
                  sla: null
                platform:
                  duckdb_path: ./data/other.duckdb
                  port: 8800
                  auto_sync: true
                  watch_patterns: ['*.csv']
                auth: {enabled: true, rate_limit: {login: 10/min}}
                api: {query_max_rows: 10000}
                """);
        Project project = Project.at(folder);
        assertThat(project.name()).isEqualTo("analytics");
        assertThat(project.warehouse()).isEqualTo(project.root().resolve("data/other.duckdb"));
        assertThat(project.storageVersion()).isEqualTo("v1.2.0");
    }

    @Test
    void writesANewerFormatOnRequest() {
        Path file = folder.resolve(".dango/project.yml");
        TestProject.write(file, "platform: {duckdb_storage_version: v1.4.0}\n");
        assertThat(Project.at(folder).storageVersion()).isEqualTo("v1.4.0");
        TestProject.write(file, "platform: {duckdb_storage_version: \"1.4'\"}\n");
        assertThatThrownBy(() -> Project.at(folder))
                .hasMessageContaining("duckdb_storage_version is \"1.4'\"");
    }

    @Test
    void doesWithoutAName() {
        TestProject.write(folder.resolve("shop/.dango/project.yml"), "# empty\n");
        assertThat(Project.at(folder.resolve("shop")).name()).isEqualTo("shop");
    }

    @Test
    void saysWhereProjectYmlIsBroken() {
        Path file = folder.resolve(".dango/project.yml");
        TestProject.write(file, "project:\n  name: a: b\n");
        assertThatThrownBy(() -> Project.find(folder))
                .hasMessageStartingWith(
                        ".dango/project.yml is not valid YAML at line 2, column 10:");
        TestProject.write(file, "project: [a]\n");
        assertThatThrownBy(() -> Project.find(folder))
                .hasMessageContaining("line 1, column 10: a mapping of keys to values");
    }
}
