package dev.dango.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    private record Config(String user, Secret token) {}

    @Test
    void noTextShowsIt() {
        Secret secret = Secret.of("sk_live_123");
        assertThat(secret).hasToString("[secret]");
        assertThat(new Config("ada", secret)).hasToString("Config[user=ada, token=[secret]]");
        assertThat(secret.reveal()).isEqualTo("sk_live_123");
    }

    @Test
    void equalValuesAreEqualSecrets() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
        assertThat(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
    }
}
