package dev.dango.engine.settings;

import dev.dango.spi.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks in any text the secrets it was told of, and what looks like a secret to anybody: the value
 * of an Authorization header, the password of an address, parameters named like tokens.
 * Thread-safe.
 */
public final class Redactor {

    private static final String MASK = "[secret]";
    private static final int SHORTEST = 4;

    /** Lines of a key file shorter than this are common words rather than key material. */
    private static final int SHORTEST_LINE = 16;

    private static final Pattern LINE_BREAK = Pattern.compile("\\R|\\\\n");
    private static final Pattern ADDRESS = Pattern.compile("(://[^\\s/:@]*:)([^\\s/]+)@");
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "(?i)(authorization[\"']?\\s*[:=]\\s*[\"']?(?:(?:bearer|basic|token)\\s+)?"
                            + "|\\bbearer\\s+(?=\\S*\\d|\\S{16}))(?!bearer\\b)[^\\s\"',;]+");
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "(?i)([?&][^\\s=&?]{0,64}(?:token|key|secret|password|passwd|signature)"
                            + "[^\\s=&?]{0,64}=)[^\\s&\"'#<>]+");

    private final TreeSet<String> known =
            new TreeSet<>(
                    Comparator.comparingInt(String::length)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()));
    private volatile List<String> longestFirst = List.of();

    /**
     * Masks a secret from now on, in all the forms in which it may turn up.
     *
     * @param secret what must not be seen; ignored if shorter than four characters
     */
    public void register(Secret secret) {
        registerText(secret.reveal());
    }

    /**
     * Masks the credentials of HTTP basic authentication from now on.
     *
     * @param user the user's name, which itself is no secret
     * @param password what must not be seen
     */
    public void registerBasic(String user, Secret password) {
        registerText(password.reveal());
        byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        registerText(Base64.getEncoder().encodeToString(pair));
    }

    synchronized void registerText(String secret) {
        addForms(secret);
        LINE_BREAK
                .splitAsStream(secret)
                .filter(line -> line.length() >= SHORTEST_LINE && line.length() < secret.length())
                .filter(line -> !line.startsWith("-----"))
                .forEach(this::addForms);
        Matcher address = ADDRESS.matcher(secret);
        if (address.find()) {
            addForms(address.group(2));
            addForms(decoded(address.group(2)));
        }
        longestFirst = List.copyOf(known);
    }

    private void addForms(String secret) {
        if (secret.length() < SHORTEST) {
            return;
        }
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        known.add(secret);
        known.add(encoded);
        known.add(encoded.replace("+", "%20"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign of its own, not an escape
        }
    }

    /**
     * A text that can be shown.
     *
     * @param text anything; may be null
     * @return the text with every secret replaced; null for null
     */
    public String redact(String text) {
        if (text == null) {
            return null;
        }
        String shown = text;
        for (String secret : longestFirst) {
            shown = shown.replace(secret, MASK);
        }
        if (shown.contains("://")) {
            shown = ADDRESS.matcher(shown).replaceAll("$1" + MASK + "@");
        }
        if (shown.indexOf('=') >= 0) {
            shown = PARAMETER.matcher(shown).replaceAll("$1" + MASK);
        }
        return AUTHORIZATION.matcher(shown).replaceAll("$1" + MASK);
    }
}
