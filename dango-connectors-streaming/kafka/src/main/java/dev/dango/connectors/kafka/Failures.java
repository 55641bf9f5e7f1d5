package dev.dango.connectors.kafka;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Says in the user's words what a Kafka client has thrown. */
final class Failures {

    private Failures() {}

    /**
     * Translates what a client threw while it talked to the cluster.
     *
     * @param failure never null
     * @param what what was asked for, such as {@code topic orders}
     */
    static SourceException of(Throwable failure, String what) {
        return describe(failure, what).causedBy(failure);
    }

    /** Translates what the constructor of a client threw. */
    static SourceException ofSetup(KafkaException failure) {
        if (isUnresolved(failure.getCause())) {
            return SourceException.of(
                            ErrorKind.TRANSIENT,
                            "None of the hosts in bootstrap_servers has an address.")
                    .hint("Check their names, and that this machine is online.")
                    .causedBy(failure);
        }
        return SourceException.of(
                        ErrorKind.CONFIG, "The Kafka client does not start with these settings.")
                .hint(
                        "Check the certificates and the other properties that credentials and"
                                + " client_properties name.")
                .causedBy(failure);
    }

    /** The client has one exception for all settings it cannot use; only the text tells. */
    private static boolean isUnresolved(Throwable cause) {
        return cause instanceof ConfigException
                && cause.getMessage().startsWith("No resolvable bootstrap urls");
    }

    /** The cluster is not there, or does not speak to us. */
    static SourceException silent(String what) {
        return SourceException.of(
                        ErrorKind.TRANSIENT, "Kafka does not answer when asked for " + what + ".")
                .hint(
                        "Check that bootstrap_servers can be reached from here and that"
                                + " security_protocol is the broker's.");
    }

    private static SourceException describe(Throwable failure, String what) {
        // Unknown topics are retriable to Kafka, since metadata spreads slowly; to users they are
        // not, so the order of these questions matters.
        if (failure instanceof AuthenticationException) {
            return SourceException.of(ErrorKind.AUTH, "Kafka refuses the credentials.")
                    .hint("Check sasl_username, sasl_password and sasl_mechanism.");
        }
        if (failure instanceof AuthorizationException) {
            return SourceException.of(
                            ErrorKind.PERMISSION, "Kafka does not let us read " + what + ".")
                    .hint("Grant the user the operations Read and Describe on it.");
        }
        if (failure instanceof UnknownTopicOrPartitionException
                || failure instanceof InvalidTopicException) {
            return SourceException.of(ErrorKind.NOT_FOUND, "Kafka has no " + what + ".")
                    .hint("Correct the name under topics, or have the topic created.");
        }
        if (failure instanceof UnsupportedVersionException) {
            return SourceException.of(
                            ErrorKind.UNSUPPORTED, "This Kafka cluster is too old for Dango.")
                    .hint("Version 2.1 is the oldest that works.");
        }
        if (failure instanceof RetriableException) {
            return silent(what);
        }
        if (failure instanceof InterruptException || failure instanceof InterruptedException) {
            return SourceException.of(ErrorKind.CANCELLED, "Reading from Kafka was interrupted.");
        }
        return SourceException.of(
                ErrorKind.REMOTE,
                String.format(Locale.ROOT, "Kafka failed on %s: %s", what, failure.getMessage()));
    }
}
