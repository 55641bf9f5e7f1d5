package dev.dango.connectors.notion;

import static dev.dango.http.Endpoint.get;
import static dev.dango.http.Endpoint.post;

import dev.dango.http.Auth;
import dev.dango.http.ColumnNames;
import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The databases that a Notion integration may see, each of their data sources a table with a column
 * for each property; its pages and users; and the blocks and comments of pages on request.
 *
 * <p>Data sources are asked for the pages that were edited since, and for those that went to the
 * trash, which are deleted from the table. Rollups change without their page being edited, and so
 * do formulas that look into related pages or at the clock: data sources with such properties are
 * read in full unless users want otherwise.
 */
public final class NotionSource extends RestSource {

    /** The first version with data sources, and the one whose published description we follow. */
    private static final String NOTION_VERSION = "2025-09-03";

    /** The search index takes a while until it knows of an edit. */
    private static final Duration SEARCH_OVERLAP = Duration.ofHours(1);

    private static final String SHARING =
            "Share it with the integration: open it in Notion, then ... > Connections.";

    /** A database, and what its table is called. */
    public record Database(
            @Setting(
                            doc = "Id of the database, from its address.",
                            example = "d9824bdc84454327be8b5b47500af6ce")
                    String id,
            @Setting(doc = "What to call its table; without it as in Notion.", example = "tasks")
                    Optional<String> useName) {}

    /** Which data sources are asked for what was edited. */
    public enum Changes {
        /** Those without properties that change without an edit. */
        AUTO,
        /** All, so that such properties may be out of date. */
        ALWAYS,
        /** None: every run reads everything. */
        NEVER
    }

    /** What users write under {@code type: notion}. */
    public record Config(
            @Setting(
                            doc = "Token of the integration (ntn_... or secret_...).",
                            env = "NOTION_API_KEY")
                    Secret apiKey,
            @Setting(
                            doc =
                                    "Databases to load; without it all that are shared with the"
                                            + " integration.",
                            example = "[{id: d9824bdc84454327be8b5b47500af6ce, use_name: tasks}]")
                    List<Database> databaseIds,
            @Setting(
                            doc =
                                    "Tables to load; without it the databases, notion_pages and"
                                            + " notion_users. notion_blocks takes a request for"
                                            + " each page that was edited and more for nested"
                                            + " blocks, notion_comments one for every page.",
                            example = "[tasks, notion_pages, notion_blocks]")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Which databases are asked for edited pages only: auto for those"
                                            + " without rollups and without formulas over relations"
                                            + " or the current time, which change without an edit;"
                                            + " always for all, never for none.",
                            defaultValue = "auto")
                    Changes incremental,
            @Setting(doc = "Address of the API.", defaultValue = "https://api.notion.com/v1")
                    String baseUrl) {}

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("notion", "Notion")
                .category("Files & Storage")
                .description("Databases, pages, blocks, comments and users of a Notion workspace.")
                .docs("https://developers.notion.com/reference/intro")
                .access(
                        "Make an internal integration at notion.so/profile/integrations with the"
                                + " capability to read content, for notion_comments to read"
                                + " comments, and for notion_users to read user information. Then"
                                + " share databases and pages with it, in each under"
                                + " ... > Connections.")
                .limits(
                        "Notion answers 3 requests a second, with 100 records each. A sync asks for"
                                + " what was edited since the last one.")
                .config(Config.class);
    }

    /** {@inheritDoc} Notion says what databases there are. */
    @Override
    public Planning planning() {
        return Planning.ASKED;
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api = connection(config);
        HttpClient client = api.client();
        List<DataSource> dataSources =
                config.databaseIds().isEmpty()
                        ? DataSource.shared(client, context)
                        : DataSource.named(client, config.databaseIds(), context);
        ColumnNames names =
                new ColumnNames("notion_pages", "notion_users", "notion_blocks", "notion_comments");
        for (DataSource dataSource : dataSources) {
            String name = names.of(dataSource.name(), dataSource.id());
            api = api.resource(name, dataSource.pages(config.incremental()));
        }
        return listings(api).select(config.resources());
    }

    private static RestApi connection(Config config) {
        return RestApi.at(config.baseUrl())
                .auth(Auth.bearer(config.apiKey()))
                .header("Notion-Version", NOTION_VERSION)
                .limit(120, Duration.ofSeconds(40)) // 3 a second on average, bursts are allowed
                .probe("/users/me")
                .defaults(NotionSource::errors)
                .defaults(list -> list.records("/results").key("id"));
    }

    /** See <a href="https://developers.notion.com/reference/status-codes">status codes</a>. */
    private static Endpoint errors(Endpoint all) {
        return all.fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Copy the token again from notion.so/profile/integrations.")
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403),
                        "Give the integration the capability to read this: content, comments or"
                                + " user information.")
                .fail(ErrorKind.NOT_FOUND, Match.status(404), SHARING)
                .fail(ErrorKind.TRANSIENT, Match.status(409))
                .restartOn(Match.status(400).containing("start_cursor"));
    }

    /** What every workspace has. The names keep clear of those of databases. */
    private static RestApi listings(RestApi api) {
        return api.resource("notion_users", paged(get("/users")))
                .resource(
                        "notion_pages",
                        searched("page")
                                .rows(Rows::ofPages)
                                .cursor(newestFirst("last_edited_time")))
                .resource(
                        "notion_blocks",
                        get("/blocks/{page}/children")
                                .query("page_size", 100)
                                .paging(new BlockTree())
                                .forEach("notion_pages", "/id", "page")
                                .include("/id", "page_id")
                                .include("/last_edited_time", "page_last_edited_time")
                                .cursor(newestFirst("page_last_edited_time"))
                                .rows(Rows::ofBlocks)
                                .schema(Rows.BLOCK_COLUMNS)
                                // blocks that are gone from a page go with its other old ones
                                .mergeKey("page_id")
                                .ignore(Match.status(404))
                                .onRequest())
                .resource(
                        "notion_comments",
                        paged(get("/comments").query("block_id", "{page}"))
                                .forEach("notion_pages", "/id", "page")
                                .include("/id", "page_id")
                                .rows(Rows::ofComments)
                                .ignore(Match.status(404))
                                .onRequest());
    }

    private static Endpoint paged(Endpoint list) {
        return list.query("page_size", 100)
                .paging(Paging.token("/next_cursor", "start_cursor").moreWhile("/has_more"));
    }

    static Endpoint pagedInBody(Endpoint list) {
        return list.paging(Paging.token("/next_cursor", "/start_cursor").moreWhile("/has_more"));
    }

    /** See <a href="https://developers.notion.com/reference/post-search">search</a>. */
    static Endpoint searched(String object) {
        return pagedInBody(
                post("/search")
                        .json(
                                Map.of(
                                        "filter",
                                        Map.of("property", "object", "value", object),
                                        "sort",
                                        Map.of(
                                                "timestamp",
                                                "last_edited_time",
                                                "direction",
                                                "descending"),
                                        "page_size",
                                        100))
                        .records("/results"));
    }

    private static CursorSpec newestFirst(String column) {
        return CursorSpec.timestamp(column)
                .lag(SEARCH_OVERLAP)
                .ordered(CursorSpec.Order.DESCENDING);
    }
}
