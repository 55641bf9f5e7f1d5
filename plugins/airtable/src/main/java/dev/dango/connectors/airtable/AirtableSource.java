package dev.dango.connectors.airtable;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.ColumnNames;
import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.LimitHeaders;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tables of an Airtable base, each with a column for each of its fields, whether or not a
 * record has a value there: the API leaves out what is empty or false.
 *
 * <p>A table is asked for what changed if it has a last-modified field that watches all fields.
 * Such a field does not move when a lookup, a rollup or a count gets another value because another
 * record changed, so tables with those are read in full unless users want otherwise.
 */
public final class AirtableSource extends RestSource {

    /** After 429 Airtable wants 30 seconds of silence, and sends no header that says so. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Values of last-modified fields are not finer than their comparison in formulas is exact. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final String SCOPES =
            "Give the token the scopes data.records:read and schema.bases:read and access to the"
                    + " base, and check base_id.";

    /** Which tables are asked for what changed. */
    public enum Changes {
        /** Those whose last-modified field tells of every change. */
        AUTO,
        /** Also those with lookups, rollups and counts, which may then be out of date. */
        ALWAYS,
        /** None: every run reads everything, and sees what was deleted. */
        NEVER
    }

    /** What users write under {@code type: airtable}. */
    public record Config(
            @Setting(
                            doc = "Id of the base, from its address: airtable.com/app...",
                            pattern = "app\\w+",
                            example = "appEioitPbxI72w06")
                    String baseId,
            @Setting(doc = "Personal access token, or OAuth token.", env = "AIRTABLE_ACCESS_TOKEN")
                    Secret accessToken,
            @Setting(
                            doc = "Names or ids of the tables to load; without it all of the base.",
                            example = "[Projects, tblqGrMnpYs6hJ8yT]")
                    List<String> tableNames,
            @Setting(
                            doc =
                                    "Which tables are asked for changed records only: auto for those"
                                            + " with a last-modified field that watches all fields,"
                                            + " and no lookups, rollups or counts; always for those"
                                            + " with them, too; never for none. Deleted records are"
                                            + " seen by full reads only.",
                            defaultValue = "auto")
                    Changes incremental,
            @Setting(doc = "Address of the API.", defaultValue = "https://api.airtable.com/v0")
                    String baseUrl) {}

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("airtable", "Airtable")
                .category("Marketing & Analytics")
                .description("Tables of an Airtable base, with the types of their fields.")
                .docs("https://airtable.com/developers/web/api/introduction")
                .access(
                        "Make a personal access token at airtable.com/create/tokens with the scopes"
                                + " data.records:read and schema.bases:read, and give it access to"
                                + " the base.")
                .limits(
                        "Airtable answers 5 requests a second for a base, with 100 records each."
                                + " Free and Team workspaces have a number of requests a month.")
                .config(Config.class);
    }

    /** {@inheritDoc} The base says what tables there are. */
    @Override
    public Planning planning() {
        return Planning.ASKED;
    }

    @Override
    public List<String> choices(String setting, SourceContext context) {
        return setting.equals("table_names")
                ? tables(connection(context), context).stream().map(Table::name).toList()
                : List.of();
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api = connection(context);
        List<Table> tables = tables(api, context);
        for (Table table : wanted(tables, config.tableNames())) {
            api = api.resource(table.name(), records(table, config));
        }
        return api;
    }

    private static RestApi connection(SourceContext context) {
        Config config = context.config(Config.class);
        return RestApi.at(config.baseUrl())
                .auth(Auth.bearer(config.accessToken()))
                .limit(5, Duration.ofSeconds(1))
                .limits(AirtableSource::silence)
                .defaults(AirtableSource::errors);
    }

    static Optional<Duration> silence(Response response, Instant now) {
        return LimitHeaders.common()
                .pause(response, now)
                .or(() -> Optional.of(SILENCE).filter(wait -> response.status() == 429));
    }

    /** See <a href="https://airtable.com/developers/web/api/errors">errors</a>. */
    private static Endpoint errors(Endpoint all) {
        return all.fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Make a new token at airtable.com/create/tokens.")
                .fail(ErrorKind.PERMISSION, Match.status(403), SCOPES)
                .fail(ErrorKind.NOT_FOUND, Match.status(404), SCOPES)
                .fail(
                        ErrorKind.UNSUPPORTED,
                        Match.any().value("/error/type", "PUBLIC_API_BILLING_LIMIT_EXCEEDED"),
                        "The workspace has used up its requests of this month: wait for the next"
                                + " one, or change the plan.");
    }

    // ---- tables ------------------------------------------------------------------------------

    private record Table(String id, String name, List<Field> fields) {

        static Table of(Map<?, ?> json, String name) {
            ColumnNames columns = new ColumnNames("id", "created_time");
            List<Field> fields = new ArrayList<>();
            for (Object field : (List<?>) json.get("fields")) {
                fields.add(Field.of((Map<?, ?>) field, columns));
            }
            return new Table(json.get("id").toString(), name, fields);
        }

        boolean isCalled(String nameOrId) {
            return nameOrId.equals(name) || nameOrId.equals(id);
        }
    }

    private static List<Table> tables(RestApi api, SourceContext context) {
        HttpClient client = api.client();
        String baseId = context.config(Config.class).baseId();
        Response schema = client.send(client.get("/meta/bases/" + baseId + "/tables"), context);
        ColumnNames names = new ColumnNames();
        List<Table> tables = new ArrayList<>();
        for (Object each : schema.select("/tables").values()) {
            Map<?, ?> json = (Map<?, ?>) each;
            String name = names.of(json.get("name").toString(), json.get("id").toString());
            tables.add(Table.of(json, name));
        }
        return tables;
    }

    private static List<Table> wanted(List<Table> tables, List<String> names) {
        for (String name : names) {
            if (tables.stream().noneMatch(table -> table.isCalled(name))) {
                throw SourceException.of(
                                ErrorKind.CONFIG, "The base has no table \"" + name + "\".")
                        .hint("Check table_names.")
                        .didYouMean(name, tables.stream().map(Table::name).toList());
            }
        }
        return tables.stream()
                .filter(table -> names.isEmpty() || names.stream().anyMatch(table::isCalled))
                .toList();
    }

    // ---- records -----------------------------------------------------------------------------

    /** See <a href="https://airtable.com/developers/web/api/list-records">list records</a>. */
    private static Endpoint records(Table table, Config config) {
        Endpoint all =
                get("/" + config.baseId() + "/" + table.id())
                        .query("pageSize", 100)
                        .query("returnFieldsByFieldId", true)
                        .records("/records")
                        .paging(Paging.token("/offset", "offset"))
                        .restartOn(
                                Match.status(422)
                                        .value(
                                                "/error/type",
                                                "LIST_RECORDS_ITERATOR_NOT_AVAILABLE"))
                        .rows(page -> rows(page, table.fields()))
                        .key("id")
                        .schema(columns(table.fields()));
        return changes(table, config.incremental())
                .map(modified -> changed(all, modified))
                .orElse(all);
    }

    private static Optional<Field> changes(Table table, Changes incremental) {
        Stream<Field> tellingAll = table.fields().stream().filter(Field::tellsChanges);
        boolean stale = table.fields().stream().anyMatch(Field::dependsOnOtherRecords);
        return incremental == Changes.NEVER || (incremental == Changes.AUTO && stale)
                ? Optional.empty()
                : tellingAll.findFirst();
    }

    private static Endpoint changed(Endpoint all, Field modified) {
        CursorSpec cursor =
                CursorSpec.timestamp(modified.column())
                        .lag(OVERLAP)
                        .ordered(CursorSpec.Order.ASCENDING);
        return all.query("sort[0][field]", modified.name())
                .query("sort[0][direction]", "asc")
                .since(cursor, "filterByFormula", since -> isChanged(modified, since));
    }

    /** Records that nobody has touched since they were made may have no last-modified time. */
    private static String isChanged(Field modified, Instant since) {
        String field = "{" + modified.name().replace("}", "\\}") + "}";
        return "OR(NOT(%s), NOT(IS_BEFORE(%s, '%s')))".formatted(field, field, since);
    }

    private static TableSchema columns(List<Field> fields) {
        TableSchema schema =
                TableSchema.empty()
                        .with("id", DataType.TEXT)
                        .with("created_time", DataType.TIMESTAMP);
        for (Field field : fields) {
            schema = field.addTo(schema);
        }
        return schema;
    }

    private static List<Map<String, Object>> rows(Response page, List<Field> fields) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object each : page.values()) {
            Map<?, ?> json = (Map<?, ?>) each;
            Map<?, ?> cells = (Map<?, ?>) json.get("fields");
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", json.get("id"));
            row.put("created_time", json.get("createdTime"));
            fields.forEach(field -> row.put(field.column(), field.in(cells)));
            rows.add(row);
        }
        return rows;
    }
}
