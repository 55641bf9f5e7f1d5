package dev.dango.connectors.notion;

import static dev.dango.http.Endpoint.post;

import dev.dango.http.ColumnNames;
import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data source, or why it cannot be read.
 *
 * @param id its id, or that of the database
 * @param name what the table is to be called
 * @param properties empty if there is a failure
 * @param failure what came instead of its properties
 */
record DataSource(
        String id, String name, List<Property> properties, Optional<SourceException> failure) {

    /** Times are rounded down to the minute, so that what comes later may have the same. */
    private static final CursorSpec EDITED =
            CursorSpec.timestamp("last_edited_time")
                    .lag(Duration.ofMinutes(1))
                    .ordered(CursorSpec.Order.ASCENDING);

    private static final String TRASH = "/trash";

    /** Results of one query, whatever its paging says: 10,000 in pages of 100. */
    private static final int MOST_PAGES = 100;

    static DataSource of(Map<?, ?> json, Optional<String> name) {
        String title = Property.text(json.get("title"));
        ColumnNames columns =
                new ColumnNames(
                        "id",
                        "created_time",
                        "last_edited_time",
                        "created_by_id",
                        "last_edited_by_id",
                        "url",
                        "in_trash");
        List<Property> properties = new ArrayList<>();
        for (Object property : ((Map<?, ?>) json.get("properties")).values()) {
            properties.add(Property.of((Map<?, ?>) property, columns));
        }
        return new DataSource(
                json.get("id").toString(), name.orElse(title), properties, Optional.empty());
    }

    /** Whether its pages may change without being edited. */
    boolean changesUnseen() {
        boolean related =
                properties.stream().anyMatch(property -> property.type().equals("relation"));
        return properties.stream().anyMatch(property -> property.changesUnseen(related));
    }

    /**
     * Those that the integration may see, the oldest first: the search begins with the one that was
     * edited last, and of two of one name always the same has to keep it.
     */
    static List<DataSource> shared(HttpClient client, SourceContext context) {
        return client.pages(NotionSource.searched("data_source"), context).stream()
                .flatMap(page -> page.values().stream())
                .map(each -> (Map<?, ?>) each)
                .filter(json -> !Boolean.TRUE.equals(json.get("in_trash")))
                .sorted(Comparator.comparing(DataSource::created))
                .map(json -> DataSource.of(json, Optional.empty()))
                .toList();
    }

    private static String created(Map<?, ?> json) {
        return json.get("created_time") + " " + json.get("id");
    }

    /** Those of the databases that users name. */
    static List<DataSource> named(
            HttpClient client, List<NotionSource.Database> databases, SourceContext context) {
        List<DataSource> found = new ArrayList<>();
        for (NotionSource.Database database : databases) {
            try {
                found.addAll(dataSources(client, database, context));
            } catch (SourceException e) {
                if (e.kind() != ErrorKind.NOT_FOUND && e.kind() != ErrorKind.PERMISSION) {
                    throw e;
                }
                String name = database.useName().orElse(database.id());
                found.add(new DataSource(database.id(), name, List.of(), Optional.of(e)));
            }
        }
        return found;
    }

    private static List<DataSource> dataSources(
            HttpClient client, NotionSource.Database database, SourceContext context) {
        Response answer = client.send(client.get("/databases/" + database.id()), context);
        Map<?, ?> json = (Map<?, ?>) answer.values().get(0);
        String title = database.useName().orElseGet(() -> Property.text(json.get("title")));
        List<?> parts = (List<?>) json.get("data_sources");
        List<DataSource> found = new ArrayList<>();
        for (Object each : parts) {
            Map<?, ?> part = (Map<?, ?>) each;
            String name = parts.size() == 1 ? title : title + " " + part.get("name");
            Response schema = client.send(client.get("/data_sources/" + part.get("id")), context);
            found.add(DataSource.of((Map<?, ?>) schema.values().get(0), Optional.of(name)));
        }
        return found;
    }

    /**
     * The pages of a data source. See <a
     * href="https://developers.notion.com/reference/query-a-data-source">query a data source</a>.
     */
    Endpoint pages(NotionSource.Changes incremental) {
        if (failure.isPresent()) {
            return Endpoint.custom((name, client) -> failing(name, failure.get()));
        }
        Map<String, String> oldestFirst =
                Map.of("timestamp", "last_edited_time", "direction", "ascending");
        return NotionSource.pagedInBody(
                        post("/data_sources/" + id + "/query")
                                .json(
                                        Map.of(
                                                "sorts",
                                                List.of(oldestFirst),
                                                "page_size",
                                                100,
                                                "in_trash",
                                                "{place}")))
                // positions stand under the id, since the name may pass to another data source
                .forEach("place", List.of(id, id + TRASH))
                .incremental(cursor(incremental), DataSource::editedSince)
                .restartAfter(MOST_PAGES, "/last_edited_time")
                .rows((page, more) -> Rows.ofDataSource(page, properties, more))
                .schema(columns())
                .hardDelete("in_trash");
    }

    private static Resource failing(String name, SourceException failure) {
        return Resource.of(
                ResourceSpec.named(name),
                (slice, context, out) -> {
                    throw failure;
                });
    }

    /** A range with an end is read anew by each run. */
    private CursorSpec cursor(NotionSource.Changes incremental) {
        boolean stale = incremental == NotionSource.Changes.AUTO && changesUnseen();
        return stale || incremental == NotionSource.Changes.NEVER
                ? EDITED.until("9999-01-01T00:00:00Z")
                : EDITED;
    }

    private static Request editedSince(Request request, IncrementalCursor position) {
        boolean trash =
                request.value("/in_trash").filter(place -> place.endsWith(TRASH)).isPresent();
        Request asking = request.set("/in_trash", trash);
        Instant since = position.since(Instant.EPOCH);
        return since.equals(Instant.EPOCH)
                ? asking
                : asking.set(
                        "/filter",
                        Map.of(
                                "timestamp",
                                "last_edited_time",
                                "last_edited_time",
                                Map.of("on_or_after", since.toString())));
    }

    private TableSchema columns() {
        TableSchema schema =
                TableSchema.empty()
                        .with("id", DataType.TEXT)
                        .with("created_time", DataType.TIMESTAMP)
                        .with("last_edited_time", DataType.TIMESTAMP)
                        .with("created_by_id", DataType.TEXT)
                        .with("last_edited_by_id", DataType.TEXT)
                        .with("url", DataType.TEXT)
                        .with("in_trash", DataType.BOOLEAN);
        for (Property property : properties) {
            schema = property.addTo(schema);
        }
        return schema;
    }
}
