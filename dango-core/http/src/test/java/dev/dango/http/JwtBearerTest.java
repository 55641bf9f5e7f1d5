package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.http.internal.ManualTime;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtBearerTest {

    private static final KeyPair KEYS = keys();

    private record NoSettings() {}

    private final FakeApi api = FakeApi.start();
    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final MemoryRun run = new MemoryRun(new NoSettings(), clock);

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem() {
        String encoded = Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n";
    }

    private OAuth2 signedBy(String key) {
        Map<String, String> claims = Map.of("iss", "robot@example.org", "scope", "read");
        return OAuth2.jwtBearer(api.url() + "/token", Secret.of(key), claims, clock);
    }

    private HttpClient client(OAuth2 auth) {
        return RestApi.at(api.url()).auth(auth).client(new ManualTime(), new Random(1));
    }

    @AfterEach
    void close() throws Exception {
        run.close();
        api.close();
    }

    private void giveTokens() {
        api.post(
                "/token",
                call ->
                        Reply.json(
                                Map.of("access_token", "t", "instance_url", "https://eu.example")));
        api.get("/x", call -> Reply.json(Map.of()));
    }

    @Test
    void sendsASignedAssertionAndNoClient() throws Exception {
        giveTokens();
        HttpClient client = client(signedBy(pem()));

        client.send(client.get("/x"), run);

        assertThat(api.requests("/x").get(0).header("Authorization")).contains("Bearer t");
        String form =
                URLDecoder.decode(api.requests("/token").get(0).body(), StandardCharsets.UTF_8);
        String start = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=";
        assertThat(form).startsWith(start).doesNotContain("client_id");
        String[] parts = form.substring(start.length()).split("\\.");
        assertThat(text(parts[0])).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
        assertThat(text(parts[1]))
                .contains("\"iss\":\"robot@example.org\"", "\"scope\":\"read\"")
                .endsWith(",\"iat\":1772366400,\"exp\":1772366580}");
        assertThat(isSigned(parts[0] + "." + parts[1], parts[2])).isTrue();
    }

    private static String text(String encoded) {
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static boolean isSigned(String text, String signature) throws Exception {
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(KEYS.getPublic());
        check.update(text.getBytes(StandardCharsets.US_ASCII));
        return check.verify(Base64.getUrlDecoder().decode(signature));
    }

    @Test
    void signsAnewForEachToken() {
        giveTokens();
        HttpClient client = client(signedBy(pem()));

        client.send(client.get("/x"), run);
        clock.advance(Duration.ofHours(1));
        api.failNext("/x", Reply.status(401), 1);
        client.send(client.get("/x"), run);

        assertThat(api.requests("/token")).extracting(call -> call.body()).doesNotHaveDuplicates();
    }

    @Test
    void readsAKeyOnOneLine() {
        giveTokens();
        HttpClient client = client(signedBy(pem().replace("\r\n", "\\n").replace("\n", "\\n")));

        assertThat(client.send(client.get("/x"), run).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cafebabe",
                "-----BEGIN RSA PRIVATE KEY-----\ncafebabe\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\ncafebabe\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\ncafe====babe\n-----END PRIVATE KEY-----"
            })
    void refusesAKeyThatCannotBeReadWithoutShowingIt(String key) {
        assertThatThrownBy(() -> signedBy(key))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG);
                            assertThat(e.getMessage()).startsWith("The private key ");
                            assertThat(e.getMessage() + e.hint()).doesNotContain("cafe");
                        });
    }

    @Test
    void tellsWhatElseTheServiceGave() {
        giveTokens();
        OAuth2 auth = signedBy(pem());
        HttpClient client = client(auth);

        assertThat(auth.granted("/instance_url", client, run)).contains("https://eu.example");
        assertThat(auth.granted("/nothing", client, run)).isEmpty();
        client.send(client.get("/x"), run);

        assertThat(api.requests("/token")).hasSize(1);
    }
}
