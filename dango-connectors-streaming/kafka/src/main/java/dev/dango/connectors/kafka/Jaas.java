package dev.dango.connectors.kafka;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** Writes the line of JAAS configuration that signs a user in. */
final class Jaas {

    private Jaas() {}

    /**
     * The value of {@code sasl.jaas.config}.
     *
     * @throws SourceException of kind CONFIG if the mechanism does not use passwords
     */
    static String login(String mechanism, String username, String password) {
        String module;
        if (mechanism.equals("PLAIN")) {
            module = PlainLoginModule.class.getName();
        } else if (mechanism.startsWith("SCRAM-")) {
            module = ScramLoginModule.class.getName();
        } else {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "sasl_mechanism "
                                    + mechanism
                                    + " does not sign in with a user and a password.")
                    .hint("Set sasl.jaas.config in client_properties instead.");
        }
        return module
                + " required username=\""
                + escape(username)
                + "\" password=\""
                + escape(password)
                + "\";";
    }

    /** Kafka reads the line with a StreamTokenizer, which ends a text at a bare line break. */
    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
