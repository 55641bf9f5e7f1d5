package dev.dango.connectors.postgres;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server, a database and a login.
 *
 * @param hosts {@code host:port}, or several with commas between them
 * @param database empty means the one named like the user
 * @param user empty means the operating system's user
 * @param password empty means none
 * @param parameters what stood behind the question mark, decoded, by name
 */
record ServerAddress(
        String hosts,
        String database,
        String user,
        String password,
        Map<String, String> parameters) {

    private static final Pattern URL =
            Pattern.compile(
                    "(?:jdbc:)?postgres(?:ql)?(?:\\+\\w+)?://"
                            // The last @ ends the login: passwords with a raw one are common.
                            + "(?:(?<login>.*)@)?"
                            + "(?<hosts>[\\w.:,\\-\\[\\]]*)"
                            + "(?:/(?<database>[^?@]*))?"
                            + "(?:\\?(?<query>[^@]*))?",
                    Pattern.DOTALL);

    private static final Pattern PERCENT = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    /**
     * Reads a URL as libpq, SQLAlchemy and JDBC write it.
     *
     * @param url {@code postgresql://user:password@host:port/database?name=value}
     * @return never null
     * @throws SourceException of kind CONFIG if it is none; the message does not show it
     */
    static ServerAddress parse(String url) {
        Matcher parts = URL.matcher(url.strip());
        if (!parts.matches()) {
            throw SourceException.of(ErrorKind.CONFIG, "The credentials are not a PostgreSQL URL.")
                    .hint(
                            "Write postgresql://user:password@host:5432/database, with special"
                                    + " characters of the password percent-encoded.");
        }
        String[] login = orEmpty(parts.group("login")).split(":", 2);
        Map<String, String> parameters = parameters(orEmpty(parts.group("query")));
        String user = parameters.remove("user");
        String password = parameters.remove("password");
        return new ServerAddress(
                parts.group("hosts"),
                decode(orEmpty(parts.group("database"))),
                user != null ? user : decode(login[0]),
                password != null ? password : login.length < 2 ? "" : decode(login[1]),
                Map.copyOf(parameters));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /**
     * The driver's form of this address.
     *
     * @return a JDBC URL without the login and without parameters
     */
    String jdbcUrl() {
        return "jdbc:postgresql://"
                + (hosts.isEmpty() ? "localhost" : hosts)
                + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** Unlike {@code URLDecoder} this leaves a plus and a lone percent sign as they are. */
    private static String decode(String text) {
        return PERCENT.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(decodeBytes(match.group())));
    }

    private static String decodeBytes(String escapes) {
        byte[] bytes = new byte[escapes.length() / 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(escapes, 3 * i + 1, 3 * i + 3, 16);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Hides the password, which the one a record gives itself would show. */
    @Override
    public String toString() {
        return hosts + "/" + database;
    }
}
