package dev.dango.connectors.postgres;

import dev.dango.spi.Cancellation;
import dev.dango.spi.SourceContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections to one database. Immutable and thread-safe. */
final class Database {

    /** Where libpq's name of a parameter is not the driver's. */
    private static final Map<String, PGProperty> LIBPQ_NAMES =
            Map.of(
                    "application_name", PGProperty.APPLICATION_NAME,
                    "channel_binding", PGProperty.CHANNEL_BINDING,
                    "connect_timeout", PGProperty.CONNECT_TIMEOUT,
                    "gssencmode", PGProperty.GSS_ENC_MODE,
                    "require_auth", PGProperty.REQUIRE_AUTH,
                    "sslnegotiation", PGProperty.SSL_NEGOTIATION);

    private final ServerAddress address;
    private final Properties properties;

    /**
     * Knows how to connect, and does not do it yet.
     *
     * @param address where to
     */
    Database(ServerAddress address) {
        this.address = address;
        this.properties = properties(address);
    }

    private static Properties properties(ServerAddress address) {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "dango");
        PGProperty.CONNECT_TIMEOUT.set(properties, 10);
        PGProperty.LOGIN_TIMEOUT.set(properties, 30);
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, 1);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Numbers and times come in binary from the first execution on: a third more rows a second.
        PGProperty.BINARY_TRANSFER.set(properties, true);
        PGProperty.PREPARE_THRESHOLD.set(properties, -1);
        // These are loaded as the text the server shows; a real's text is also its shortest form.
        PGProperty.BINARY_TRANSFER_DISABLE.set(properties, "UUID,TIMETZ,POINT,BOX,FLOAT4");
        if (!address.user().isEmpty()) {
            PGProperty.USER.set(properties, address.user());
        }
        if (!address.password().isEmpty()) {
            PGProperty.PASSWORD.set(properties, address.password());
        }
        address.parameters()
                .forEach(
                        (name, value) -> {
                            PGProperty property = property(name);
                            if (property != null) {
                                property.set(properties, value);
                            }
                        });
        return properties;
    }

    private static PGProperty property(String parameter) {
        return LIBPQ_NAMES.getOrDefault(parameter, PGProperty.forName(parameter));
    }

    /**
     * The parameters of the URL that mean nothing to the driver.
     *
     * @return sorted
     */
    List<String> ignoredParameters() {
        return address.parameters().keySet().stream()
                .filter(name -> property(name) == null)
                .sorted()
                .toList();
    }

    /**
     * Connects. When the run is cancelled meanwhile, this returns at once.
     *
     * @param context the run's context
     * @return to be closed by the caller
     * @throws dev.dango.spi.SourceException if that fails
     */
    Connection connect(SourceContext context) {
        // The driver logs in on a thread of its own, and lets an interrupt end the waiting for it.
        try (Cancellation.Registration waiting =
                context.cancellation().onRequest(Thread.currentThread()::interrupt)) {
            // DriverManager would look for drivers from the host's class loader.
            return new Driver().connect(address.jdbcUrl(), properties);
        } catch (SQLException e) {
            context.cancellation().throwIfRequested();
            throw PostgresErrors.of(e, "Connecting to " + address);
        } finally {
            if (context.cancellation().isRequested()) {
                Thread.interrupted(); // It was meant for the driver.
            }
        }
    }
}
