package dev.dango.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvTest {

    private static List<List<String>> records(String text) {
        Csv csv = new Csv(text.getBytes(StandardCharsets.UTF_8));
        List<List<String>> records = new ArrayList<>();
        for (Optional<List<String>> row = csv.next(); row.isPresent(); row = csv.next()) {
            records.add(row.get());
        }
        return records;
    }

    @Test
    void readsValuesWithAndWithoutQuotes() {
        assertThat(records("\"Id\",Name\n\"1\",Zoë\n"))
                .containsExactly(List.of("Id", "Name"), List.of("1", "Zoë"));
    }

    @Test
    void keepsCommasQuotesAndLineEndsWithinQuotes() {
        assertThat(records("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n"))
                .containsExactly(List.of("a,b", "say \"hi\"", "two\r\nlines"));
    }

    @Test
    void keepsEmptyValues() {
        assertThat(records("\"\",,\n,\"\"\"\",\n"))
                .containsExactly(List.of("", "", ""), List.of("", "\"", ""));
    }

    @Test
    void takesEitherLineEndAndNoneAtTheEnd() {
        assertThat(records("a,b\r\nc,d")).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void readsNothingOutOfNothing() {
        assertThat(records("")).isEmpty();
    }

    @Test
    void comesToAnEndWhenAQuoteIsMissing() {
        assertThat(records("\"a,b\nc")).containsExactly(List.of("a,b\nc"));
    }
}
