package dev.dango.connectors.postgres;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Map;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says in Dango's terms what the driver and the server report by SQLSTATE. */
final class PostgresErrors {

    private static final Map<String, ErrorKind> KINDS =
            Map.ofEntries(
                    Map.entry("08004", ErrorKind.AUTH), // the driver: no password, no TLS
                    Map.entry("08", ErrorKind.TRANSIENT), // connection
                    Map.entry("0A", ErrorKind.UNSUPPORTED),
                    Map.entry("22", ErrorKind.DATA), // a view divides by zero
                    Map.entry("28", ErrorKind.AUTH),
                    Map.entry("3D", ErrorKind.NOT_FOUND), // database
                    Map.entry("3F", ErrorKind.NOT_FOUND), // schema
                    Map.entry("40", ErrorKind.TRANSIENT), // conflict with recovery on a replica
                    Map.entry("42501", ErrorKind.PERMISSION),
                    Map.entry("42703", ErrorKind.NOT_FOUND), // column
                    Map.entry("42P01", ErrorKind.NOT_FOUND), // table
                    Map.entry("53", ErrorKind.TRANSIENT), // connections, memory
                    Map.entry("55P03", ErrorKind.TRANSIENT), // lock time-out
                    Map.entry("57", ErrorKind.TRANSIENT)); // shutdown, start-up, statement time-out

    private static final Map<ErrorKind, String> HINTS =
            Map.of(
                    ErrorKind.AUTH,
                    "Check user name, password and sslmode, and that pg_hba.conf lets this client in.",
                    ErrorKind.PERMISSION,
                    "Grant the role SELECT on the table and USAGE on its schema, or leave the table"
                            + " out of resources.",
                    ErrorKind.TRANSIENT,
                    "Check that the server runs and can be reached from here, then try again.");

    private PostgresErrors() {}

    /**
     * Translates.
     *
     * @param error what the driver threw
     * @param doing what was being done, such as {@code Reading table "orders"}
     * @return to be thrown
     */
    static SourceException of(SQLException error, String doing) {
        ErrorKind kind = kind(error.getSQLState());
        SourceException translated =
                SourceException.of(kind, doing + " failed: " + message(error)).causedBy(error);
        return HINTS.containsKey(kind) ? translated.hint(HINTS.get(kind)) : translated;
    }

    private static ErrorKind kind(String state) {
        if (state == null) {
            return ErrorKind.REMOTE;
        }
        ErrorKind exact = KINDS.get(state);
        return exact != null
                ? exact
                : KINDS.getOrDefault(
                        state.substring(0, Math.min(2, state.length())), ErrorKind.REMOTE);
    }

    /** The server's sentence alone; the driver adds position, hint and routine to it. */
    private static String message(SQLException error) {
        if (error.getCause() instanceof UnknownHostException) {
            return "the host \"" + error.getCause().getMessage() + "\" is unknown.";
        }
        ServerErrorMessage server =
                error instanceof PSQLException fromServer
                        ? fromServer.getServerErrorMessage()
                        : null;
        String message = server == null ? error.getMessage() : server.getMessage();
        return message == null ? "SQLSTATE " + error.getSQLState() + "." : sentence(message);
    }

    private static String sentence(String message) {
        String text = message.strip();
        return text.endsWith(".") ? text : text + ".";
    }
}
