package dev.dango.http;

import dev.dango.http.internal.JsonText;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes signed assertions, JSON web tokens by RS256 (RFC 7523, 7515). Thread-safe. */
final class JwtAssertion {

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----(.*)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private static final String HEADER =
            base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    /** Salesforce takes none that lives longer. */
    private static final Duration LIFETIME = Duration.ofMinutes(3);

    private final PrivateKey key;
    private final Map<String, String> claims;
    private final Clock clock;

    /**
     * Reads the key.
     *
     * @throws SourceException of kind CONFIG if it cannot be read
     */
    JwtAssertion(Secret pem, Map<String, String> claims, Clock clock) {
        this.key = key(pem.reveal());
        this.claims = new LinkedHashMap<>(claims);
        this.clock = clock;
    }

    /** Environment variables and JSON files hold line breaks as the two characters \n. */
    private static PrivateKey key(String text) {
        Matcher pem = PEM.matcher(text.replace("\\n", "\n"));
        if (!pem.find()) {
            throw unreadable("is not a PKCS#8 private key in PEM format");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable("cannot be read as an RSA key").causedBy(e);
        }
    }

    private static SourceException unreadable(String why) {
        return SourceException.of(ErrorKind.CONFIG, "The private key " + why + ".")
                .hint(
                        "It begins with -----BEGIN PRIVATE KEY-----. Other forms are converted by"
                                + " openssl pkcs8 -topk8 -nocrypt -in key.pem.");
    }

    /** A new assertion, good for the next minutes. */
    String sign() {
        Instant now = clock.instant();
        Map<String, Object> payload = new LinkedHashMap<>(claims);
        payload.put("iat", now.getEpochSecond());
        payload.put("exp", now.plus(LIFETIME).getEpochSecond());
        String signed =
                HEADER + "." + base64(JsonText.write(payload).getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(signature(signed));
    }

    private byte[] signature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw unreadable("cannot be used to sign").causedBy(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
