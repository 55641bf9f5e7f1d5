package dev.dango.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicResourceTest {

    @Test
    void offsetsOfTheOriginalAreGoneOnFrom() {
        TopicResource topic = new TopicResource("clicks", Configs.at("localhost:9092").build());
        Map<String, Object> original =
                Map.of(
                        "kafka_messages",
                        Map.of(
                                "offsets",
                                Map.of(
                                        "clicks",
                                        Map.of("0", 41, "3", 6L),
                                        "other",
                                        Map.of("0", 1))));
        assertThat(topic.adopt(original))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("partition-0", "42@", "partition-3", "7@"));
        assertThat(topic.adopt(Map.of())).isEmpty();
        assertThat(Position.parse("42@").isOf("any topic id")).isTrue();
        assertThat(Position.parse("42@one").isOf("another")).isFalse();
    }
}
