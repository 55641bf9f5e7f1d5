package dev.dango.connectors.chess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chess.com from its months of games to the warehouse's tables. */
class ChessSourceTest extends HttpSourceContract {

    /** Games by player and month. */
    private final Map<String, Map<String, List<Map<String, Object>>>> games =
            new ConcurrentHashMap<>();

    private int played;

    @BeforeEach
    void answer() {
        play("erik", "2025/12", "2025-12-24T18:00:00Z");
        play("erik", "2026/01", "2026-01-15T18:00:00Z");
        play("erik", "2026/01", "2026-01-16T18:00:00Z");
        play("hikaru", "2026/02", "2026-02-26T18:00:00Z");
        api.get("/pub/player/{player}", this::profile);
        api.get(
                "/pub/player/{player}/stats",
                call -> Reply.json(Map.of("chess_blitz", Map.of("last", Map.of("rating", 1500)))));
        api.get(
                "/pub/player/{player}/clubs",
                call -> Reply.json(Map.of("clubs", List.of(Map.of("url", "https://x.example/1")))));
        api.get("/pub/player/{player}/games/archives", this::archives);
        api.get("/pub/player/{player}/games/{year}/{month}", this::month);
        api.get(
                "/callback/user/popup/{player}",
                call -> Reply.json(Map.of("username", call.variable("player"))));
    }

    private void play(String player, String month, String end) {
        Map<String, Object> game = new LinkedHashMap<>();
        game.put("url", "https://www.chess.com/game/live/" + ++played);
        game.put("end_time", Instant.parse(end).getEpochSecond());
        game.put("white", Map.of("username", player, "rating", 2800));
        games.computeIfAbsent(player, p -> new TreeMap<>())
                .computeIfAbsent(month, m -> new ArrayList<>())
                .add(game);
    }

    private Reply profile(Call call) {
        String player = call.variable("player");
        return games.containsKey(player)
                ? Reply.json(
                        Map.of(
                                "player_id",
                                player.length(),
                                "username",
                                player,
                                "joined",
                                1_178_556_600))
                : unknown("User \"" + player + "\" not found.");
    }

    private static Reply unknown(String message) {
        return Reply.json(Map.of("code", 0, "message", message)).withStatus(404);
    }

    private Reply archives(Call call) {
        String player = call.variable("player");
        List<String> urls =
                games.get(player).keySet().stream()
                        .map(m -> "https://api.chess.com/pub/player/" + player + "/games/" + m)
                        .toList();
        return Reply.json(Map.of("archives", urls));
    }

    private Reply month(Call call) {
        String month = call.variable("year") + "/" + call.variable("month");
        List<Map<String, Object>> found = games.get(call.variable("player")).get(month);
        return found.isEmpty()
                ? unknown("Data provider not found")
                : Reply.json(Map.of("games", found));
    }

    @Override
    protected Source source() {
        return new ChessSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "players", List.of("erik", "Hikaru", "ERIK"),
                "resources", List.of("players_profiles", "players_games", "players_stats"),
                "base_url", api.url() + "/pub",
                "site_url", api.url());
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SCHEMA, DELETES, CREDENTIALS -> false;
            default -> true;
        };
    }

    @Override
    protected String pathOfRecords() {
        return "/pub/player/erik/games/2026/01";
    }

    @Override
    protected void addRecord() {
        play("erik", "2026/03", "2026-03-01T11:00:00Z");
    }

    private MemoryRun run(String clock, String player, String... resources) {
        return new MemoryRun(
                new ChessSource.Config(
                        List.of(player), List.of(resources), api.url() + "/pub", api.url()),
                FixedClock.at(clock));
    }

    private MemoryRun games(String clock) {
        return run(clock, "erik", "players_games");
    }

    private static List<Map<String, Object>> read(MemoryRun run) throws Exception {
        return run.read(new ChessSource().resources(run).get(0));
    }

    @Test
    void readsTheCurrentMonthAgainAndFinishedOnesNever() throws Exception {
        MemoryRun january = games("2026-01-20T12:00:00Z");
        assertThat(read(january)).hasSize(3);
        assertThat(january.positions()).containsEntry("erik", "2026/01");

        play("erik", "2026/01", "2026-01-31T23:00:00Z");
        MemoryRun february = games("2026-02-01T12:00:00Z").position("erik", "2026/01");
        assertThat(read(february)).hasSize(3);
        assertThat(february.positions())
                .as("a month that has just ended may still grow")
                .containsEntry("erik", "2026/01");

        MemoryRun later = games("2026-02-02T12:00:00Z").position("erik", "2026/01");
        assertThat(read(later)).hasSize(3);
        assertThat(later.positions()).containsEntry("erik", "2026/02");

        api.clearRequests();
        assertThat(read(later)).isEmpty();
        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactly("/pub/player/erik/games/archives");
    }

    @Test
    void aMonthWithoutGamesIsNoFailure() throws Exception {
        games.get("erik").put("2025/11", List.of());

        assertThat(read(games("2026-03-01T12:00:00Z"))).hasSize(3);
    }

    @Test
    void goesOnWhereTheOriginalStood() throws Exception {
        String urls = "https://api.chess.com/pub/player/";
        List<String> read =
                List.of(
                        urls + "erik/games/2026/01",
                        urls + "erik/games/2025/12",
                        urls + "hikaru/games/2022/11");

        assertThat(
                        new ChessSource()
                                .resources(games("2026-03-01T12:00:00Z"))
                                .get(0)
                                .adopt(Map.of("players_games", Map.of("archives", read))))
                .containsOnly(Map.entry("erik", "2026/01"), Map.entry("hikaru", "2022/11"));
    }

    @Test
    void loadsTheOriginalsTables() {
        TestProject project = project();
        project.settings(
                Map.of(
                        "players", List.of("erik", "hikaru"),
                        "base_url", api.url() + "/pub",
                        "site_url", api.url()));
        syncWell(project);
        syncWell(project);

        assertThat(
                        project.query(
                                "SELECT username, joined::VARCHAR FROM players_profiles ORDER BY 1"))
                .containsExactly("erik|2007-05-07 16:50:00+00", "hikaru|2007-05-07 16:50:00+00");
        assertThat(project.query("SELECT max(end_time)::VARCHAR, count(*) FROM players_games"))
                .containsExactly("2026-02-26 18:00:00+00|4");
        assertThat(project.query("SELECT DISTINCT white__username FROM players_games"))
                .containsExactlyInAnyOrder("erik", "hikaru");
        assertThat(project.query("SELECT username, count(*) FROM players_online_status GROUP BY 1"))
                .as("each run adds what it saw")
                .containsExactlyInAnyOrder("erik|2", "hikaru|2");
        assertThat(project.query("SELECT chess_blitz__last__rating FROM players_stats"))
                .containsExactly("1500", "1500");
        assertThat(project.columns("players_archives")).isEmpty();
    }

    @Test
    void archivesAndClubsAreReadOnRequest() throws Exception {
        assertThat(read(run("2026-03-01T12:00:00Z", "erik", "players_archives")))
                .extracting(row -> row.get("username"), row -> row.get("month"))
                .containsExactly(tuple("erik", "2025/12"), tuple("erik", "2026/01"));
        assertThat(read(run("2026-03-01T12:00:00Z", "erik", "players_clubs")))
                .containsExactly(Map.of("username", "erik", "url", "https://x.example/1"));
    }

    @Test
    void anUnknownPlayerIsTheUsersToMend() {
        SourceException failure =
                catchThrowableOfType(
                        SourceException.class,
                        () -> new ChessSource().check(run("2026-03-01T12:00:00Z", "nobody")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIG);
        assertThat(failure).hasMessageContaining("User \"nobody\" not found.");
        assertThat(failure.hint()).isEqualTo("Check the names in the setting players.");
    }
}
