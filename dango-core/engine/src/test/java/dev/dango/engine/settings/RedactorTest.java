package dev.dango.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

    private final Redactor redactor = new Redactor();

    @Test
    void masksWhatItKnowsInEveryForm() {
        redactor.register(Secret.of("p&ss wörd"));
        redactor.registerBasic("ann", Secret.of("hunter22"));
        String basic =
                Base64.getEncoder().encodeToString("ann:hunter22".getBytes(StandardCharsets.UTF_8));
        assertThat(redactor.redact("a p&ss wörd b p%26ss+w%C3%B6rd c p%26ss%20w%C3%B6rd d"))
                .isEqualTo("a [secret] b [secret] c [secret] d");
        assertThat(redactor.redact("x " + basic + " hunter22")).isEqualTo("x [secret] [secret]");
    }

    @Test
    void masksTheLongestFirst() {
        redactor.register(Secret.of("abcd"));
        redactor.register(Secret.of("abcdefgh"));
        assertThat(redactor.redact("abcdefgh abcd")).isEqualTo("[secret] [secret]");
    }

    @Test
    void ignoresWhatIsTooShortToBeASecret() {
        redactor.register(Secret.of("abc"));
        assertThat(redactor.redact("abc")).isEqualTo("abc");
    }

    @Test
    void masksPartsOfKeysAndAddresses() {
        redactor.register(
                Secret.of(
                        "{\"private_key\": \"-----BEGIN KEY-----\\nMIIEvQIBADANBgkqhkiG9w0B\\n-----END KEY-----\"}"));
        redactor.register(Secret.of("postgresql://app:s3cr%40t@db.example.com/shop"));
        assertThat(redactor.redact("MIIEvQIBADANBgkqhkiG9w0B")).isEqualTo("[secret]");
        assertThat(redactor.redact("-----BEGIN KEY-----")).isEqualTo("-----BEGIN KEY-----");
        assertThat(redactor.redact("password s3cr@t, s3cr%40t"))
                .isEqualTo("password [secret], [secret]");
        assertThat(redactor.redact("postgresql://app:s3cr%40t@db.example.com/shop failed"))
                .isEqualTo("[secret] failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer abc.def-1 x | Authorization: Bearer [secret] x",
                "authorization=Basic dTpw, next | authorization=Basic [secret], next",
                "{\"Authorization\": \"token abc\"} | {\"Authorization\": \"token [secret]\"}",
                "Authorization: abc | Authorization: [secret]",
                "sent bearer abc.d3f | sent bearer [secret]",
                "mysql://u:p@ss@h/db | mysql://u:[secret]@h/db",
                "https://h/x?a=1&access_token=abc&b=2 | https://h/x?a=1&access_token=[secret]&b=2",
                "GET /x?api_key=abc#f | GET /x?api_key=[secret]#f",
                "https://h/x?X-Amz-Signature=abc | https://h/x?X-Amz-Signature=[secret]",
            })
    void masksWhatAnybodyWouldKnow(String text, String expected) {
        assertThat(redactor.redact(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12 rows, id=5, key=7",
                "https://api.example.com:8080/v1/orders?page=2",
                "see https://h/a and mail@example.com",
                "the bearer of this"
            })
    void leavesTheRestAlone(String text) {
        assertThat(redactor.redact(text)).isEqualTo(text);
    }

    @Test
    void takesNull() {
        assertThat(redactor.redact(null)).isNull();
    }

    @Test
    void canBeToldFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> shown = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String secret = "secret-number-" + i + "!";
                shown.add(
                        threads.submit(
                                () -> {
                                    redactor.register(Secret.of(secret));
                                    return redactor.redact("(" + secret + ")");
                                }));
            }
            for (Future<String> text : shown) {
                assertThat(text.get()).isEqualTo("([secret])");
            }
        } finally {
            threads.shutdown();
        }
    }
}
