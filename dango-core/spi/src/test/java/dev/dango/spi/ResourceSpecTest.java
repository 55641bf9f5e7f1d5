package dev.dango.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceSpecTest {

    private static final ResourceSpec ORDERS = ResourceSpec.named("orders");

    @Test
    void theModeFollowsFromCursorAndKeys() {
        CursorSpec cursor = CursorSpec.timestamp("updated_at");
        assertThat(ORDERS.mode()).isEqualTo(WriteMode.REPLACE);
        assertThat(ORDERS.primaryKey("id").mode()).isEqualTo(WriteMode.REPLACE);
        assertThat(ORDERS.cursor(cursor).mode()).isEqualTo(WriteMode.APPEND);
        assertThat(ORDERS.cursor(cursor).primaryKey("id").mode()).isEqualTo(WriteMode.MERGE);
        assertThat(ORDERS.cursor(cursor).mergeKey("day").mode()).isEqualTo(WriteMode.MERGE);
        assertThat(ORDERS.mode(WriteMode.APPEND).mode()).isEqualTo(WriteMode.APPEND);
    }

    @Test
    void eachStepLeavesTheOneBeforeAsItWas() {
        ORDERS.primaryKey("id").description("an order").schema(TableSchema.empty());
        assertThat(ORDERS.primaryKey()).isEmpty();
        assertThat(ORDERS.description()).isEmpty();
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> ResourceSpec.named(" "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CursorSpec.number("n").lag(-1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CursorSpec.timestamp("t").lag(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SourceSpec.of("Not a type", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        TableSchema schema = TableSchema.empty().with("a", DataType.TEXT);
        assertThatThrownBy(() -> schema.with("a", DataType.JSON))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> schema.withDecimal("d", 39, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void slicesAreData() {
        assertThat(new Slice("p-1", Map.of("end", "7")))
                .isEqualTo(new Slice("p-1", Map.of("end", "7")));
        assertThat(Slice.of("p-1").parameters()).isEmpty();
    }

    @Test
    void exceptionsSayWhatHappenedAndWhatToDo() {
        SourceException base = SourceException.of(ErrorKind.RATE_LIMITED, "slow down");
        SourceException full =
                base.hint("Wait.").retryAfter(Duration.ofSeconds(3)).causedBy(new Error("x"));
        assertThat(full).hasMessage("slow down").hasCauseInstanceOf(Error.class);
        assertThat(full.hint()).isEqualTo("Wait.");
        assertThat(full.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(full.kind().isRetryable()).isTrue();
        assertThat(base.hint()).isEmpty();
    }
}
