package dev.dango.connectors.postgres;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Loads tables and views of a PostgreSQL database. */
public final class PostgresSource implements Source {

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("postgres", "PostgreSQL")
                .category("Databases")
                .description(
                        "Tables and views of a PostgreSQL database, in full or by a column that"
                                + " tells new rows from old ones. Needs a role that may SELECT.")
                .docs("https://www.postgresql.org/docs/current/libpq-connect.html")
                .config(PostgresSettings.class);
    }

    /** The session that lists the tables stays open: its snapshot is what all reads share. */
    @Override
    public List<Resource> resources(SourceContext context) {
        PostgresSettings settings = context.config(PostgresSettings.class);
        Database database = database(context);
        try {
            Session session = context.closeAtEnd(Session.open(database, context, Optional.empty()));
            List<TablePlan> plans = TablePlan.of(settings, tables(session, settings.schema()));
            Optional<String> snapshot = session.exportSnapshot();
            return plans.stream()
                    .<Resource>map(plan -> new TableResource(database, plan, snapshot, settings))
                    .toList();
        } catch (SQLException e) {
            throw failure(e, context);
        }
    }

    @Override
    public List<String> choices(String setting, SourceContext context) {
        return switch (setting) {
            case "resources" ->
                    ask(
                            context,
                            (session, settings) ->
                                    tables(session, settings.schema()).stream()
                                            .map(Table::name)
                                            .toList());
            case "schema" -> ask(context, (session, settings) -> schemas(session));
            default -> List.of();
        };
    }

    @Override
    public void check(SourceContext context) {
        ask(
                context,
                (session, settings) -> TablePlan.of(settings, tables(session, settings.schema())));
    }

    @FunctionalInterface
    private interface Question<A> {
        A ask(Session session, PostgresSettings settings) throws SQLException;
    }

    private static <A> A ask(SourceContext context, Question<A> question) {
        try (Session session = Session.open(database(context), context, Optional.empty())) {
            return question.ask(session, context.config(PostgresSettings.class));
        } catch (SQLException e) {
            throw failure(e, context);
        }
    }

    private static Database database(SourceContext context) {
        Database database = new Database(context.config(PostgresSettings.class).address());
        if (!database.ignoredParameters().isEmpty()) {
            context.warn(
                    "These parameters of the PostgreSQL URL are not known and have no effect: "
                            + String.join(", ", database.ignoredParameters())
                            + ".");
        }
        return database;
    }

    private static List<Table> tables(Session session, String schema) throws SQLException {
        List<Table> tables = Catalog.tables(session.connection(), schema);
        if (tables.isEmpty()) {
            List<String> schemas = schemas(session);
            if (!schemas.contains(schema)) {
                throw SourceException.of(
                                ErrorKind.NOT_FOUND, "There is no schema \"" + schema + "\".")
                        .hint("Correct schema.")
                        .didYouMean(schema, schemas);
            }
        }
        return tables;
    }

    private static List<String> schemas(Session session) throws SQLException {
        return Catalog.schemas(session.connection());
    }

    private static SourceException failure(SQLException error, SourceContext context) {
        context.cancellation().throwIfRequested();
        return PostgresErrors.of(error, "Listing the tables");
    }
}
