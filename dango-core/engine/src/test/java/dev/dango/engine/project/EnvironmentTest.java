package dev.dango.engine.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    @TempDir Path folder;
    private Project project;

    @BeforeEach
    void makeProject() {
        project = NewProject.create(folder, "test").project();
    }

    private Environment environment(String dotEnv) {
        TestProject.write(project.envFile(), dotEnv);
        return new Environment(project, Map.of("BOTH", "process", "EMPTY", ""));
    }

    @Test
    void readsLinesOfAllKinds() {
        String windows = "\uFEFF# comment\r\n\r\nPLAIN=a b # comment\r\nexport EXPORTED = x\r\n";
        Environment environment =
                environment(
                        windows
                                + """
                                HASH=a#b
                                SINGLE='a # b \\n'
                                DOUBLE="a\\n\\"b\\" \\\\ # c" # d
                                URL=postgresql://u:p=1@h/db?x=y
                                NOTHING=
                                LAST=1
                                LAST=2
                                KEY="-----BEGIN
                                abc
                                -----END"
                                AFTER=ok""");
        assertThat(environment.warnings()).isEmpty();
        assertThat(environment.get("PLAIN")).contains("a b");
        assertThat(environment.get("EXPORTED")).contains("x");
        assertThat(environment.get("HASH")).contains("a#b");
        assertThat(environment.get("SINGLE")).contains("a # b \\n");
        assertThat(environment.get("DOUBLE")).contains("a\n\"b\" \\ # c");
        assertThat(environment.get("URL")).contains("postgresql://u:p=1@h/db?x=y");
        assertThat(environment.get("NOTHING")).isEmpty();
        assertThat(environment.get("LAST")).contains("2");
        assertThat(environment.get("KEY")).contains("-----BEGIN\nabc\n-----END");
        assertThat(environment.get("AFTER")).contains("ok");
    }

    @Test
    void theProcessWinsUnlessItSaysNothing() {
        Environment environment = environment("BOTH=file\nEMPTY=file\n");
        assertThat(environment.get("BOTH")).contains("process");
        assertThat(environment.get("EMPTY")).contains("file");
        assertThat(environment.get("NEITHER")).isEmpty();
    }

    @Test
    void warnsOfBadLinesWithoutShowingThem() {
        Environment environment =
                environment("A=\"x\ny\"\nsk_live_pasted\nB='open\nC=\"x\" y\n1D=x\nE=ok\n");
        assertThat(environment.warnings())
                .extracting(warning -> warning.substring(0, warning.indexOf(':')))
                .containsExactly(".env, line 3", ".env, line 4", ".env, line 5", ".env, line 6");
        assertThat(environment.warnings().toString()).doesNotContain("sk_live");
        assertThat(environment.get("A")).contains("x\ny");
        assertThat(environment.get("E")).contains("ok");
        assertThat(environment.get("B")).isEmpty();
    }

    @Test
    void worksWithoutTheFile() throws Exception {
        Files.delete(project.envFile());
        assertThat(new Environment(project, Map.of()).get("A")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "two words",
                "a#b",
                " # x",
                "it's",
                "say \"hi\"",
                "back\\slash\\n",
                "$HOME",
                "line\nbreak\r\n\tend",
                "ünïcode 😀",
                "{\"type\": \"service_account\"}",
                " padded "
            })
    void appendsWhatItReadsBack(String value) throws Exception {
        Environment environment = environment("# mine\nA=1");
        environment.append("B", value);
        assertThat(environment.get("B")).contains(value);
        assertThat(new Environment(project, Map.of()).get("B")).contains(value);
        assertThat(new Environment(project, Map.of()).get("A")).contains("1");
        assertThat(Files.readString(project.envFile())).startsWith("# mine\nA=1\nB=");
        assertThat(Files.getPosixFilePermissions(project.envFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void refusesWhatIsNoName() {
        Environment environment = environment("");
        assertThatThrownBy(() -> environment.append("A B", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
