package dev.dango.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCsvTest {

    @TempDir private Path temp;

    private Optional<PlainCsv> read(String text, String delimiter) throws IOException {
        Path file = Files.write(temp.resolve("a.csv"), text.getBytes(StandardCharsets.UTF_8));
        return PlainCsv.read(file, Optional.ofNullable(delimiter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,2",
                "a,b\n1,2\n",
                "a,b\r\n1,2\r\n",
                "a,b\n,\n",
                "a;b\n1;\"2,5\"\n",
                "\"a\",\"b\"\n\"x \"\"y\"\"\",\"z, z\"\n",
                "a\tb\n1\tü\n",
                "a,b\n1,O'Brien\n"
            })
    void evenLinesArePlain(String text) throws Exception {
        assertThat(read(text, null).orElseThrow().rows()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "a\n1\n",
                "a,b\n1\n",
                "a,b\n1,2,3\n",
                "a,b;c\n1,2;3\n",
                "a,b\n1;2,3;4\n",
                "a,b\n\n1,2\n",
                "a,b\r\n1,2\n",
                "a,b\n1,\"2\n3\"\n",
                "a,b\n1,x\"2\"\n",
                "a,b\n1,\"2\"x\n",
                "a,b\n1,'2'\n",
                "a,b\n1,\"2\\\"\"\n",
                "# a,b\n1,2\n",
                "\uFEFFa,b\n1,2\n",
                "a,b\n1,\0\n"
            })
    void whatCouldBeReadOtherwiseIsNot(String text) throws Exception {
        assertThat(read(text, null)).isEmpty();
    }

    @Test
    void aDelimiterThatTheUserNamesSettlesIt() throws Exception {
        assertThat(read("a;b\n1,5;x|y\n", ";").orElseThrow())
                .isEqualTo(new PlainCsv(';', "a;b", List.of("1,5;x|y")));
        assertThat(read("a,b\n1,2\n", ";")).isEmpty();
    }

    @Test
    void anotherEncodingIsLeftAlone() throws Exception {
        Path file =
                Files.write(
                        temp.resolve("a.csv"), "a,b\nü,1\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(PlainCsv.read(file, Optional.empty())).isEmpty();
    }

    @Test
    void aHeaderAloneHasNoRows() throws Exception {
        assertThat(read("a,b\n", null).orElseThrow().rows()).isEmpty();
    }
}
