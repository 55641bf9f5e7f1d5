package dev.dango.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceExceptionTest {

    private static final List<String> NAMES = List.of("charges", "customers", "Charge");

    @Test
    void guessesNames() {
        assertThat(SourceException.nearest("charge", NAMES)).contains("Charge");
        assertThat(SourceException.nearest("custmers", NAMES)).contains("customers");
        assertThat(SourceException.nearest("csutomers", NAMES)).contains("customers");
        assertThat(SourceException.nearest("CUSTOMERS", NAMES)).contains("customers");
        assertThat(SourceException.nearest("payouts", NAMES)).isEmpty();
        assertThat(SourceException.nearest("", NAMES)).isEmpty();
        assertThat(SourceException.nearest("ab", List.of("ad", "ac", "ae"))).contains("ac");
        assertThat(SourceException.nearest("ab", List.of("ba", "cd"))).contains("ba");
    }

    @Test
    void asksInTheHintWhatWasMeant() {
        SourceException missing = SourceException.of(ErrorKind.CONFIG, "There is no such table.");

        assertThat(missing.didYouMean("charge", NAMES).hint())
                .isEqualTo("Did you mean \"Charge\"?");
        assertThat(missing.hint("Correct tables.").didYouMean("charge", NAMES).hint())
                .isEqualTo("Correct tables. Did you mean \"Charge\"?");
        assertThat(missing.hint("Correct tables.").didYouMean("payouts", NAMES).hint())
                .isEqualTo("Correct tables.");
    }
}
