package dev.dango.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.FileFormat;
import dev.dango.spi.RecordSink;
import dev.dango.spi.RowWriter;
import dev.dango.spi.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {

    /** Keeps the JSON texts it is handed. */
    private static final class Texts implements RecordSink {

        final List<String> texts = new ArrayList<>();

        @Override
        public void json(byte[] utf8, int offset, int length) {
            texts.add(new String(utf8, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void row(Map<String, ?> values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RowWriter rows(TableSchema schema) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void file(Path f, FileFormat format, Map<String, String> o, Map<String, ?> columns) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(Map<String, ?> key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkpoint() {}

        @Override
        public boolean satisfied() {
            return false;
        }
    }

    private static Records at(String pointer, String json) throws IOException {
        return Records.at(JsonPointer.of(pointer), json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> emitted(String pointer, String json) throws IOException {
        return emitted(pointer, json, Map.of());
    }

    private static List<String> emitted(String pointer, String json, Map<String, String> columns)
            throws IOException {
        Texts out = new Texts();
        at(pointer, json).emit(columns, out);
        return out.texts;
    }

    @Test
    void cutsTheArrayOutAsItCame() throws IOException {
        String array = "[ {\"id\": 1, \"data\": [[1],[2]]} ,\n {\"id\":2} ]";

        assertThat(emitted("/data", "{\"a\":{\"data\":[0]}, \"data\" : " + array + ", \"x\":1}"))
                .containsExactly(array);
        assertThat(emitted("", array)).containsExactly(array);
        assertThat(emitted("/", array)).containsExactly(array);
        assertThat(emitted("data", "{\"data\":" + array + "}")).containsExactly(array);
    }

    @Test
    void isNotFooledByTextsThatLookLikeStructure() throws IOException {
        String array = "[{\"t\":\"]}\\\"[{\",\"é\":\"\\u00e9\\\\\",\"π\":\"日本語 🍡\"}]";

        assertThat(emitted("/a~1b/~0c", "{\"pré\":\"🍡]\",\"a/b\":{\"~c\":" + array + "}}"))
                .containsExactly(array);
        assertThat(at("/a~1b/~0c", "{\"a/b\":{\"~c\":" + array + "}}").count()).isEqualTo(1);
    }

    @Test
    void keepsNumbersAsWritten() throws IOException {
        String array = "[{\"n\":123456789012345678901234567890.10},{\"n\":-1.5E+400},{\"n\":1.0}]";

        assertThat(emitted("/d", "{\"d\":" + array + "}")).containsExactly(array);
    }

    @Test
    void takesAnObjectAsOneRecord() throws IOException {
        assertThat(emitted("/user", "{\"user\":{\"id\":1},\"x\":2}")).containsExactly("{\"id\":1}");
    }

    @Test
    void gathersRecordsUnderEveryElement() throws IOException {
        String page = "{\"edges\":[{\"node\":{\"id\":1}},{\"other\":0},{\"node\":{\"id\":2}}]}";

        assertThat(emitted("/edges/*/node", page)).containsExactly("{\"id\":1}", "{\"id\":2}");
        assertThat(
                        emitted(
                                "/*/rows",
                                "[{\"rows\":[{\"a\":1}]},{\"rows\":[]},{\"rows\":[{\"a\":2}]}]"))
                .containsExactly("[{\"a\":1}]", "[{\"a\":2}]");
    }

    @Test
    void readsOneRecordALine() throws IOException {
        assertThat(emitted("", "{\"a\":1}\n{\"a\":2}\n")).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void findsNothingInEmptyPages() throws IOException {
        assertThat(emitted("/data", "{\"data\":[]}")).isEmpty();
        assertThat(emitted("/data", "{\"data\":null}")).isEmpty();
        assertThat(emitted("/data", "{\"total\":0}")).isEmpty();
        assertThat(emitted("/data", "")).isEmpty();
        assertThat(at("/data", "{\"data\":[]}").count()).isZero();
    }

    @Test
    void addsColumnsToEveryRecord() throws IOException {
        Map<String, String> parent = Map.of("_repos_id", "7");

        assertThat(emitted("", "[{\"id\":1}, {  }, { \"id\" : 3 }]", parent))
                .containsExactly(
                        "[{\"_repos_id\":7,\"id\":1},{\"_repos_id\":7},{\"_repos_id\":7,\"id\" : 3 }]");
    }

    @Test
    void wrapsRecordsThatAreNotObjects() throws IOException {
        assertThat(emitted("/urls", "{\"urls\":[\"a\",null,2,[3],{\"id\":4}]}"))
                .containsExactly("[{\"value\":\"a\"},{\"value\":2},{\"value\":[3]},{\"id\":4}]");
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThatThrownBy(() -> at("/data", "<html>")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> at("/data", "{\"data\":[{\"id\":1}"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> at("/data", "{\"data\":[{\"id\":1}], oops"))
                .isInstanceOf(IOException.class);
    }
}
