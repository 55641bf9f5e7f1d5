package dev.dango.connectors.chess;

import static dev.dango.http.Endpoint.custom;
import static dev.dango.http.Endpoint.get;

import dev.dango.http.Match;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.WriteMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Players of Chess.com, in the order of the published-data API's description.
 *
 * <p>Only games can be asked for by time, a month at once: see {@link Games}. Everything else tells
 * the state of now and is replaced by every run, but for the online status, of which each run adds
 * one row a player.
 */
public final class ChessSource extends RestSource {

    private static final Match UNKNOWN_PLAYER =
            Match.status(404).value("/message", "(?i)user .* not found.*");
    private static final String UNKNOWN_PLAYER_HINT = "Check the names in the setting players.";

    /** What users write under {@code type: chess}. */
    public record Config(
            @Setting(
                            doc = "Names of the players, as in the addresses of their profiles.",
                            example = "[magnuscarlsen, hikaru]")
                    List<String> players,
            @Setting(
                            doc = "Tables to load; without it all but archives and clubs.",
                            example = "[players_profiles, players_games]")
                    List<String> resources,
            @Setting(doc = "Address of the API.", defaultValue = "https://api.chess.com/pub")
                    String baseUrl,
            @Setting(
                            doc = "Address of the website, which alone tells who is online.",
                            defaultValue = "https://www.chess.com")
                    String siteUrl) {

        /**
         * Takes each player once.
         *
         * @param players in any case
         * @param resources selected tables
         * @param baseUrl where the API is
         * @param siteUrl where the website is
         */
        public Config {
            players =
                    players.stream()
                            .map(name -> name.trim().toLowerCase(Locale.ROOT))
                            .distinct()
                            .toList();
            if (players.isEmpty()) {
                throw SourceException.of(ErrorKind.CONFIG, "players names nobody.")
                        .hint("Name at least one player of Chess.com.");
            }
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("chess", "Chess.com")
                .category("Communication")
                .description("Profiles, ratings and games of Chess.com players.")
                .docs("https://www.chess.com/news/view/published-data-api")
                .access("The data are public: no account and no key is needed.")
                .limits(
                        "Chess.com sets no limit to those who ask one thing after the other, as"
                                + " Dango does. Games cost one request a month and player, once;"
                                + " later runs ask for the current month only.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        List<String> players = config.players();
        return RestApi.at(config.baseUrl())
                .concurrency(1)
                .probe("/player/" + players.get(0))
                .defaults(
                        list ->
                                list.records("")
                                        .fail(
                                                ErrorKind.CONFIG,
                                                UNKNOWN_PLAYER,
                                                UNKNOWN_PLAYER_HINT))
                .resource(
                        "players_profiles",
                        get("/player/{player}")
                                .forEach("player", players)
                                .key("player_id")
                                .rows(page -> withMoments(page, "last_online", "joined")))
                .resource(
                        "players_stats",
                        get("/player/{player}/stats")
                                .forEach("player", players)
                                .include("", "username")
                                .key("username"))
                .resource(
                        "players_games", custom((name, client) -> new Games(name, players, client)))
                .resource(
                        "players_online_status",
                        get(config.siteUrl() + "/callback/user/popup/{player}")
                                .forEach("player", players)
                                .mode(WriteMode.APPEND))
                .resource(
                        "players_archives",
                        get("/player/{player}/games/archives")
                                .forEach("player", players)
                                .include("", "username")
                                .rows(ChessSource::archives)
                                .key("url")
                                .onRequest())
                .resource(
                        "players_clubs",
                        get("/player/{player}/clubs")
                                .forEach("player", players)
                                .records("/clubs")
                                .include("", "username")
                                .key("username", "url")
                                .onRequest())
                .select(config.resources());
    }

    /** The addresses of the months in which a player has games. */
    private static List<Map<String, Object>> archives(Response page) {
        return page.texts("/archives/*").stream()
                .map(url -> Map.<String, Object>of("url", url, "month", Games.month(url)))
                .toList();
    }

    /** The records, with seconds since 1970 as what they are. */
    static List<Map<String, Object>> withMoments(Response page, String... columns) {
        List<Map<String, Object>> rows = page.objects();
        for (Map<String, Object> row : rows) {
            for (String column : columns) {
                row.computeIfPresent(
                        column,
                        (name, seconds) -> Instant.ofEpochSecond(((Number) seconds).longValue()));
            }
        }
        return rows;
    }
}
