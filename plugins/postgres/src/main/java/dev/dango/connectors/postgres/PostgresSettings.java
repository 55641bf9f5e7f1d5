package dev.dango.connectors.postgres;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a user writes under {@code type: postgres}. */
public record PostgresSettings(
        @Setting(
                        doc =
                                "Connection URL: postgresql://user:password@host:5432/database, with"
                                        + " parameters such as ?sslmode=require behind it.",
                        env = "POSTGRES_CREDENTIALS")
                Optional<Secret> credentials,
        @Setting(doc = "The server's name, instead of a URL.", example = "db.example.com")
                Optional<String> host,
        @Setting(doc = "The server's port, used with host.", defaultValue = "5432") int port,
        @Setting(
                        doc = "The database, used with host.",
                        example = "shop",
                        aliases = {"dbname"})
                Optional<String> database,
        @Setting(
                        doc = "The role to log in as, used with host.",
                        example = "reader",
                        aliases = {"user"})
                Optional<String> username,
        @Setting(doc = "The role's password, used with host.", env = "POSTGRES_PASSWORD")
                Optional<Secret> password,
        @Setting(doc = "The schema whose tables are loaded.", defaultValue = "public")
                String schema,
        @Setting(
                        doc =
                                "Tables and views to load; * and ? stand for any characters. None"
                                        + " means all tables.",
                        example = "[customers, order_*]",
                        aliases = {"table_names"})
                List<String> resources,
        @Setting(
                        doc =
                                "Loads views and materialized views as well, not only those that"
                                        + " resources names in full.",
                        defaultValue = "false")
                boolean includeViews,
        @Setting(
                        doc =
                                "Which column tells new rows of a table from old ones, by table: a"
                                        + " timestamp, date, integer or text column that grows with"
                                        + " each change. Tables without one are read in full and"
                                        + " replaced.",
                        example = "{orders: updated_at, events: id}")
                Map<String, String> incremental,
        @Setting(
                        doc =
                                "The same column for every table that has it and is not named in"
                                        + " incremental.",
                        example = "updated_at")
                Optional<String> incrementalColumn,
        @Setting(
                        doc =
                                "How far before the last position each incremental read starts, for"
                                        + " rows committed late. For tables with a primary key and a"
                                        + " timestamp or date column.",
                        example = "10m")
                Optional<Duration> lookback,
        @Setting(
                        doc =
                                "Columns to leave out, each written table.column; * and ? stand for"
                                        + " any characters.",
                        example = "[users.password_hash, \"*.ssn\"]")
                List<String> excludeColumns,
        @Setting(
                        doc =
                                "Columns to load as the text PostgreSQL shows, each written"
                                        + " table.column: for values that no other type holds, such"
                                        + " as NaN in a numeric or infinity in a timestamp.",
                        example = "[contracts.valid_until, \"ledger.*\"]")
                List<String> asText,
        @Setting(
                        doc =
                                "Tables with more rows are read in several pieces side by side if"
                                        + " they have an integer primary key.",
                        defaultValue = "1000000",
                        pattern = "[1-9][0-9]*")
                int sliceRows) {

    /**
     * Checks that there is one way to the server.
     *
     * @throws SourceException of kind CONFIG if there is none, or two
     */
    public PostgresSettings {
        if (credentials.isEmpty() && host.isEmpty()) {
            throw SourceException.of(ErrorKind.CONFIG, "No PostgreSQL server is named.")
                    .hint(
                            "Set credentials to a URL, postgresql://user:password@host/database, or"
                                    + " set host, database, username and password.");
        }
        if (credentials.isPresent() && host.isPresent()) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "Both credentials and host name a PostgreSQL server.")
                    .hint("Keep one of the two.");
        }
    }

    /**
     * Where the server is and how to log in.
     *
     * @return never null
     * @throws SourceException of kind CONFIG if the URL is none
     */
    ServerAddress address() {
        return credentials
                .map(url -> ServerAddress.parse(url.reveal()))
                .orElseGet(
                        () ->
                                new ServerAddress(
                                        host.orElseThrow() + ":" + port,
                                        database.orElse(""),
                                        username.orElse(""),
                                        password.map(Secret::reveal).orElse(""),
                                        Map.of()));
    }
}
