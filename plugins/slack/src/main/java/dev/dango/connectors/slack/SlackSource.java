package dev.dango.connectors.slack;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.http.TimeFormat;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The methods of Slack's web API that list something, in the order of its reference.
 *
 * <p>Messages have no time of change, so each run reads again those of the last {@code lookback}:
 * they may have been edited since, or got reactions or replies. By default every channel has tables
 * of its own, as the original had, such as {@code general_message} and {@code general_replies}.
 */
public final class SlackSource extends RestSource {

    /** Points in time of channels, users and files. */
    private static final Set<String> TIMES = Set.of("created", "updated", "timestamp");

    /** Greater numbers are milliseconds. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private static final List<String> DEFAULT_RESOURCES =
            List.of("channels", "users", "messages", "replies");

    static final List<String> RESOURCES =
            List.of("channels", "channel_members", "users", "messages", "replies", "files");

    /** What users write under {@code type: slack}. */
    public record Config(
            @Setting(
                            doc = "Token of the app in the workspace (xoxb-... or xoxp-...).",
                            aliases = "token",
                            env = "SLACK_ACCESS_TOKEN")
                    Secret accessToken,
            @Setting(
                            doc =
                                    "Names or ids of the channels whose messages to load; without it"
                                            + " all that the app was invited to.",
                            example = "[general, C012AB3CD]",
                            aliases = "channels")
                    List<String> selectedChannels,
            @Setting(
                            doc = "Load no messages and files from before this day (UTC).",
                            example = "2024-06-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc =
                                    "What to load: channels, channel_members, users, messages,"
                                            + " replies, files; without it channels, users,"
                                            + " messages and replies. Replies take a request for"
                                            + " each thread that went on.",
                            example = "[channels, users, messages]")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Whether each channel has tables of its own, such as"
                                            + " general_message with its messages of every subtype;"
                                            + " otherwise messages and replies of all channels are"
                                            + " in one table each.",
                            defaultValue = "true")
                    boolean tablePerChannel,
            @Setting(
                            doc = "Whether to load private channels that the app is in, too.",
                            defaultValue = "false")
                    boolean privateChannels,
            @Setting(
                            doc =
                                    "How far back each run reads messages again, which may have been"
                                            + " edited, and looks for threads that went on.",
                            defaultValue = "30d")
                    Duration lookback,
            @Setting(doc = "Address of the API.", defaultValue = "https://slack.com/api")
                    String baseUrl) {

        /**
         * Refuses what cannot work.
         *
         * @param accessToken the token
         * @param selectedChannels names or ids
         * @param startDate inclusive
         * @param resources what to load
         * @param tablePerChannel how tables are cut
         * @param privateChannels whether they count
         * @param lookback not negative
         * @param baseUrl where the API is
         */
        public Config {
            for (String resource : resources) {
                if (!RESOURCES.contains(resource)) {
                    throw SourceException.of(
                                    ErrorKind.CONFIG, "There is no resource \"" + resource + "\".")
                            .hint("On offer are " + String.join(", ", RESOURCES) + ".");
                }
            }
            if (lookback.isNegative()) {
                throw SourceException.of(ErrorKind.CONFIG, "lookback must not be negative.");
            }
        }

        boolean wants(String resource) {
            return (resources.isEmpty() ? DEFAULT_RESOURCES : resources).contains(resource);
        }

        Optional<Instant> start() {
            return startDate.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("slack", "Slack")
                .category("Communication")
                .description("Channels, users, messages, replies and files of a Slack workspace.")
                .docs("https://docs.slack.dev/reference/methods")
                .access(
                        "Make an app for your workspace at api.slack.com/apps with the bot scopes"
                                + " channels:read, channels:history and users:read, install it, and"
                                + " invite it to the channels. Private channels need groups:read and"
                                + " groups:history, files need files:read.")
                .limits(
                        "Slack answers 20 to 50 requests a minute for each method, with up to 999"
                                + " messages each. Apps that are sold outside Slack's Marketplace"
                                + " get 15 messages a minute. Each thread that went on takes a"
                                + " request.")
                .config(Config.class);
    }

    /** {@inheritDoc} Slack says what channels there are. */
    @Override
    public Planning planning() {
        return Planning.ASKED;
    }

    @Override
    public List<String> choices(String setting, SourceContext context) {
        return switch (setting) {
            case "resources" -> RESOURCES;
            case "selected_channels" -> {
                Config config = context.config(Config.class);
                yield channels(connection(config).client(), config, context).stream()
                        .map(Channel::name)
                        .toList();
            }
            default -> List.of();
        };
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi connection = connection(config);
        List<Channel> channels =
                Channel.selected(
                        channels(connection.client(), config, context), config.selectedChannels());
        if (channels.isEmpty()) {
            context.warn("The app is in no channel: invite it by /invite to those to load.");
        }
        RestApi api = listings(connection, channels, config);
        return Conversations.addTo(api, channels, config);
    }

    private static RestApi connection(Config config) {
        return RestApi.at(config.baseUrl())
                .auth(Auth.bearer(config.accessToken()))
                .probe("/auth.test")
                .defaults(SlackSource::errors)
                .defaults(
                        list ->
                                list.key("id")
                                        .query("limit", 200)
                                        .paging(
                                                Paging.token(
                                                        "/response_metadata/next_cursor",
                                                        "cursor")));
    }

    /** Failures come with status 200. Unknown ones are failures, too. */
    private static Endpoint errors(Endpoint all) {
        return all.restartOn(failed("invalid_cursor"))
                .fail(
                        ErrorKind.AUTH,
                        failed(
                                "invalid_auth|not_authed|account_inactive|token_revoked"
                                        + "|token_expired"),
                        "Copy the token again from the app's page at api.slack.com/apps.")
                .fail(
                        ErrorKind.PERMISSION,
                        failed("missing_scope"),
                        "Add the scope {/needed} to the app at api.slack.com/apps, and install it"
                                + " again; it has {/provided}.")
                .fail(
                        ErrorKind.PERMISSION,
                        failed("not_in_channel"),
                        "Invite the app to the channel by /invite.")
                .fail(
                        ErrorKind.PERMISSION,
                        failed(
                                "access_denied|no_permission|not_allowed_token_type|paid_only"
                                        + "|team_access_not_granted|enterprise_is_restricted"))
                .fail(
                        ErrorKind.NOT_FOUND,
                        failed("channel_not_found"),
                        "Check selected_channels; the app must be in a private channel to see it.")
                .fail(ErrorKind.RATE_LIMITED, failed("ratelimited|rate_limited"))
                .fail(
                        ErrorKind.TRANSIENT,
                        failed("internal_error|fatal_error|request_timeout|service_unavailable"))
                .fail(ErrorKind.REMOTE, failed(".*"));
    }

    private static Match failed(String error) {
        return Match.any().value("/ok", "false").value("/error", error);
    }

    // ---- listings ----------------------------------------------------------------------------

    private static RestApi listings(RestApi api, List<Channel> channels, Config config) {
        Map<String, Endpoint> all =
                Map.of(
                        "channels",
                        channelList(config),
                        "channel_members",
                        get("/conversations.members")
                                .query("channel", "{channel}")
                                .forEach("channel", channels.stream().map(Channel::id).toList())
                                .include("", "channel")
                                .records("")
                                .rows(
                                        page ->
                                                page.texts("/members/*").stream()
                                                        .map(user -> Map.of("user", user))
                                                        .toList())
                                .key("channel", "user")
                                .limit("conversations.members", 100, Duration.ofMinutes(1)),
                        "users",
                        get("/users.list")
                                .query("include_locale", true)
                                .records("/members")
                                .rows(SlackSource::timed)
                                .limit("users.list", 20, Duration.ofMinutes(1)),
                        "files",
                        files(config));
        RestApi selected = api;
        for (String name : RESOURCES) {
            if (all.containsKey(name) && config.wants(name)) {
                selected = selected.resource(name, all.get(name));
            }
        }
        return selected;
    }

    private static Endpoint channelList(Config config) {
        String types =
                config.privateChannels() ? "public_channel,private_channel" : "public_channel";
        return get("/conversations.list")
                .query("types", types)
                .query("limit", 999)
                .records("/channels")
                .rows(SlackSource::timed)
                .limit("conversations.list", 20, Duration.ofMinutes(1));
    }

    private static List<Channel> channels(HttpClient client, Config config, SourceContext context) {
        return Channel.of(client.pages(channelList(config), context));
    }

    /** Points in time are seconds since 1970 in most places, and milliseconds in some. */
    private static List<Map<String, Object>> timed(Response page) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object each : page.values()) {
            Map<String, Object> row = new LinkedHashMap<>();
            ((Map<?, ?>) each)
                    .forEach(
                            (name, value) ->
                                    row.put(
                                            name.toString(),
                                            TIMES.contains(name.toString())
                                                            && value instanceof Number time
                                                    ? instant(time.longValue())
                                                    : value));
            rows.add(row);
        }
        return rows;
    }

    private static Instant instant(long time) {
        return time < FIRST_MILLIS ? Instant.ofEpochSecond(time) : Instant.ofEpochMilli(time);
    }

    /** See <a href="https://docs.slack.dev/reference/methods/files.list">files.list</a>. */
    private static Endpoint files(Config config) {
        CursorSpec created = CursorSpec.timestamp("created").lag(config.lookback());
        return starting(
                get("/files.list")
                        .query("limit", null)
                        .query("count", 100)
                        .records("/files")
                        .rows(SlackSource::timed)
                        .paging(Paging.pageNumber("page", 1, "/paging/pages"))
                        .since(created, "ts_from", TimeFormat.EPOCH_SECONDS)
                        .until("ts_to", TimeFormat.EPOCH_SECONDS)
                        .limit("files.list", 50, Duration.ofMinutes(1)),
                config);
    }

    static Endpoint starting(Endpoint list, Config config) {
        return config.start().map(list::start).orElse(list);
    }
}
