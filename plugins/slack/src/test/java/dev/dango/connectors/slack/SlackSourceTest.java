package dev.dango.connectors.slack;

import static dev.dango.connectors.slack.FakeSlack.failed;
import static dev.dango.connectors.slack.FakeSlack.missingScope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Failure;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slack from a workspace to the warehouse's tables. */
class SlackSourceTest extends HttpSourceContract {

    private static final String TOKEN = "xoxb-fake-12345";
    private static final String HISTORY = "/api/conversations.history";
    private static final String REPLIES = "/api/conversations.replies";

    private FakeSlack slack;

    @BeforeEach
    void answer() {
        api.requireHeader("Authorization", "Bearer " + TOKEN, failed("invalid_auth"));
        slack = new FakeSlack(api, 3);
        slack.channel("C1", "general", false, true);
        slack.channel("C2", "dev-ops", false, true);
        slack.channel("C3", "elsewhere", false, false);
        slack.channel("G1", "secret", true, true);
        slack.user("U1");
        slack.user("U2");
        IntStream.rangeClosed(1, 5).forEach(day -> slack.message("C1", ts(day), "Day " + day));
        slack.message("C2", ts(2), "Deployed");
        slack.reply("C1", ts(2), ts(2, 1), "Really?");
    }

    /** A moment of a day of January 2026, noon UTC plus seconds, as Slack writes it. */
    private static String ts(int day) {
        return ts(day, 0);
    }

    private static String ts(int day, int seconds) {
        return (1_767_268_800L + 86_400L * (day - 1) + seconds) + ".000247";
    }

    @Override
    protected Source source() {
        return new SlackSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(
                Map.of(
                        "resources",
                        List.of("users", "messages"),
                        "table_per_channel",
                        false,
                        "lookback",
                        "1d"));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("access_token", TOKEN);
        settings.put("base_url", api.url() + "/api");
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "selected_channels",
                                List.of("general"),
                                "start_date",
                                "2026-01-03",
                                "resources",
                                List.of("messages"),
                                "table_per_channel",
                                false,
                                "private_channels",
                                true,
                                "lookback",
                                "2d")));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case DELETES -> false;
            default -> true;
        };
    }

    @Override
    protected void addRecord() {
        slack.message("C1", ts(9), "Day 9");
    }

    private TestProject project(Map<String, Object> more) {
        return project().settings(with(more));
    }

    private static String one(TestProject project, String sql) {
        return project.query(sql).get(0);
    }

    @Test
    void hasTheOriginalsTables() {
        TestProject project =
                project()
                        .settings(
                                Map.of(
                                        "token",
                                        TOKEN,
                                        "base_url",
                                        api.url() + "/api",
                                        "channels",
                                        List.of("general", "#dev-ops")));
        syncWell(project);

        assertThat(project.content().keySet())
                .containsExactly(
                        "channels",
                        "dev_ops_message",
                        "dev_ops_replies",
                        "general_message",
                        "general_replies",
                        "users");
        assertThat(one(project, "SELECT channel, text, user, epoch(ts) FROM dev_ops_message"))
                .isEqualTo("C2|Deployed|U1|1.767355200000247E9");
        assertThat(one(project, "SELECT epoch(created), epoch(updated) FROM channels"))
                .isEqualTo("1.7E9|1.700000000123E9");
    }

    @Test
    void asksForMessagesFromTheLookbackOn() {
        TestProject project = project(Map.of("resources", List.of("messages"), "lookback", "1d"));
        syncWell(project);
        assertThat(api.requests(HISTORY)).hasSize(3);
        api.clearRequests();
        slack.message("C1", ts(5), "Day 5, edited");
        slack.message("C1", ts(1), "Day 1, edited");
        addRecord();

        syncWell(project);

        assertThat(api.requests(HISTORY))
                .extracting(call -> call.query("oldest").orElse(""))
                .containsExactlyInAnyOrder(ts(4), ts(1));
        assertThat(project.query("SELECT text FROM general_message ORDER BY ts"))
                .containsExactly("Day 1", "Day 2", "Day 3", "Day 4", "Day 5, edited", "Day 9");
    }

    @Test
    void putsMessagesOfAllChannelsIntoOneTable() {
        TestProject project =
                project(
                        Map.of(
                                "table_per_channel",
                                false,
                                "resources",
                                List.of("messages", "replies")));
        syncWell(project);

        assertThat(project.query("SELECT channel, count(*) FROM messages GROUP BY 1 ORDER BY 1"))
                .containsExactly("C1|5", "C2|1");
        assertThat(one(project, "SELECT text FROM replies")).isEqualTo("Really?");
        api.clearRequests();
        slack.message("C2", ts(8), "Deployed again");
        syncWell(project);
        assertThat(one(project, "SELECT count(*) FROM messages")).isEqualTo("7");
        assertThat(api.requests(REPLIES)).isEmpty();
    }

    @Test
    void seesRepliesToOldThreads() {
        Map<String, Object> replies = Map.of("resources", List.of("replies"), "lookback", "365d");
        slack.reply("C1", ts(4), ts(4, 1), "So");
        IntStream.rangeClosed(1, 4).forEach(i -> slack.reply("C1", ts(5), ts(5, i), "Reply " + i));
        TestProject project = project(replies);
        syncWell(project);
        assertThat(project.query("SELECT text FROM general_replies ORDER BY ts"))
                .containsExactly("Really?", "So", "Reply 1", "Reply 2", "Reply 3", "Reply 4");
        assertThat(one(project, "SELECT channel, epoch(thread_ts) FROM general_replies"))
                .startsWith("C1|");

        api.clearRequests();
        slack.reply("C1", ts(2), "1772366700.000001", "Later than the first sync");
        syncWell(project);
        assertThat(api.requests(REPLIES))
                .singleElement()
                .satisfies(call -> assertThat(call.query("ts")).contains(ts(2)));
        assertThat(one(project, "SELECT max_by(text, ts) || count(*) FROM general_replies"))
                .isEqualTo("Later than the first sync7");
    }

    @Test
    void goesOnWithThreadsWhereItWasInterrupted() {
        IntStream.rangeClosed(1, 5)
                .forEach(day -> slack.reply("C1", ts(day), ts(day, 9), "Reply " + day));
        Map<String, Object> replies =
                with(
                        Map.of(
                                "resources",
                                List.of("replies"),
                                "selected_channels",
                                List.of("general")));
        TestProject project = project().settings(replies);
        api.get(
                REPLIES,
                call ->
                        call.query("ts").filter(ts(2)::equals).isPresent()
                                ? failed("message_not_found")
                                : Reply.json(Map.of("ok", true, "messages", List.of())));
        assertThat(project.sync().failures()).hasSize(1);

        api.clearRequests();
        slack = again();
        syncWell(project);

        assertThat(api.requests(HISTORY))
                .extracting(call -> call.query("latest").orElse(""))
                .as("on from the last message of the first page, then what is new")
                .satisfiesExactly(
                        latest -> assertThat(latest).isEqualTo(ts(3)),
                        latest -> assertThat(latest).isGreaterThan(ts(31)));
        assertThat(api.requests(REPLIES))
                .extracting(call -> call.query("ts").orElse(""))
                .containsExactly(ts(3), ts(2), ts(1));
    }

    @Test
    void missesNoThreadAfterAnInterruptionWhereAStartIsGiven() {
        slack = again();
        TestProject project =
                project(
                        Map.of(
                                "resources",
                                List.of("replies"),
                                "start_date",
                                "2026-01-01",
                                "selected_channels",
                                List.of("general")));
        api.get(
                REPLIES,
                call ->
                        call.query("ts").filter(ts(5)::equals).isPresent()
                                ? failed("message_not_found")
                                : slack.replies(call));
        assertThat(project.sync().failures()).hasSize(1);

        slack = again();
        syncWell(project);

        assertThat(project.query("SELECT text FROM general_replies ORDER BY ts"))
                .containsExactly("Reply 1", "Reply 2", "Reply 3", "Reply 4", "Reply 5");
    }

    /** The same workspace, whose routes are as they were. */
    private FakeSlack again() {
        FakeSlack made = new FakeSlack(api, 3);
        made.channel("C1", "general", false, true);
        IntStream.rangeClosed(1, 5)
                .forEach(
                        day -> {
                            made.message("C1", ts(day), "Day " + day);
                            made.reply("C1", ts(day), ts(day, 9), "Reply " + day);
                        });
        return made;
    }

    @Test
    void readsWhatElseThereIs() {
        slack.file("F1", 1_767_268_800L);
        slack.file("F2", 1_767_355_200L);
        IntStream.rangeClosed(3, 7).forEach(i -> slack.file("F" + i, 1_767_355_200L + 86_400L * i));
        TestProject project =
                project(
                        Map.of(
                                "resources",
                                List.of("files", "channel_members"),
                                "lookback",
                                "1d",
                                "selected_channels",
                                List.of("C1")));
        syncWell(project);
        assertThat(one(project, "SELECT count(*), max(name) FROM files")).isEqualTo("7|F7.png");
        assertThat(project.query("SELECT channel, user FROM channel_members ORDER BY user"))
                .containsExactly("C1|U1", "C1|U2");
        assertThat(api.requests("/api/files.list"))
                .extracting(call -> call.query("page").orElse(""))
                .containsExactly("1", "2", "3");

        api.clearRequests();
        syncWell(project);
        assertThat(api.requests("/api/files.list"))
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.query("ts_from"))
                                        .contains(Long.toString(1_767_355_200L + 86_400L * 6)));
    }

    @Test
    void beginsAtTheStartDate() {
        TestProject project =
                project(
                        Map.of(
                                "start_date",
                                "2026-01-03",
                                "selected_channels",
                                List.of("general"),
                                "resources",
                                List.of("messages", "replies")));
        syncWell(project);

        assertThat(api.requests(HISTORY))
                .allSatisfy(call -> assertThat(call.query("oldest")).contains("1767398400.000000"));
        assertThat(one(project, "SELECT min(text) FROM general_message")).isEqualTo("Day 3");
    }

    @Test
    void keepsWhatMessagesHold() {
        slack.message(
                "C2",
                ts(9),
                Map.of(
                        "subtype",
                        "bot_message",
                        "bot_id",
                        "B1",
                        "text",
                        "Café",
                        "edited",
                        Map.of("user", "U1", "ts", ts(9, 5)),
                        "blocks",
                        List.of(Map.of("type", "section")),
                        "reactions",
                        List.of(Map.of("name", "tada", "users", List.of("U1")))));
        TestProject project = project(Map.of("resources", List.of("messages")));
        syncWell(project);

        assertThat(
                        one(
                                project,
                                "SELECT subtype, bot_id, text, epoch(edited__ts),"
                                        + " blocks->0->>'type' FROM dev_ops_message WHERE bot_id ="
                                        + " 'B1'"))
                .isEqualTo("bot_message|B1|Café|1.767960005000247E9|section");
        assertThat(one(project, "SELECT name FROM dev_ops_message__reactions")).isEqualTo("tada");
    }

    @Test
    void readsPrivateChannelsWhenToldTo() {
        slack.message("G1", ts(1), "Psst");
        TestProject project = project(Map.of("private_channels", true));
        syncWell(project);

        assertThat(one(project, "SELECT text FROM secret_message")).isEqualTo("Psst");
    }

    // ---- errors ------------------------------------------------------------------------------

    private Failure failureOf(String path, Reply reply) {
        api.failNext(path, reply, 1);
        SourceReport report = project(Map.of()).sync();
        assertThat(report.failures()).hasSize(1);
        return report.failures().get(0);
    }

    @Test
    void namesTheScopeThatIsMissing() {
        Failure failure = failureOf("/api/users.list", missingScope("users:read"));

        assertThat(failure.kind()).isEqualTo("PERMISSION");
        assertThat(failure.resource()).contains("users");
        assertThat(failure.hint()).contains("scope users:read", "it has channels:read");
    }

    @Test
    void saysToInviteTheApp() {
        SourceReport report =
                project(Map.of("selected_channels", List.of("general", "elsewhere"))).sync();

        assertThat(report.failures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo("PERMISSION"))
                .allSatisfy(failure -> assertThat(failure.hint()).contains("/invite"))
                .allSatisfy(
                        failure ->
                                assertThat(failure.resource().orElse("")).startsWith("elsewhere"));
        assertThat(report.tables()).anyMatch(table -> table.table().equals("general_message"));
    }

    @Test
    void readsTheChannelsItIsInThoughItMayNotReadAnother() {
        List<String> names = new ArrayList<>(List.of("elsewhere"));
        for (int i = 0; i < 30; i++) {
            slack.channel("M" + i, "many-" + i, false, true);
            slack.message("M" + i, ts(1), "Hello");
            names.add("many-" + i);
        }
        SourceReport report =
                project(
                                Map.of(
                                        "selected_channels",
                                        names,
                                        "resources",
                                        List.of("messages"),
                                        "table_per_channel",
                                        false))
                        .sync();

        assertThat(report.failures()).hasSize(1);
        assertThat(report.tables())
                .singleElement()
                .satisfies(table -> assertThat(table.inserted()).isEqualTo(30));
    }

    @Test
    void givesNoChannelTheTableOfAnotherWhoseNameIsAlike() {
        slack.channel("C4", "dev_ops", false, true);
        slack.message("C4", ts(3), "Somewhere else");
        TestProject project = project(Map.of("resources", List.of("messages")));
        syncWell(project);
        slack.reverseChannels();
        syncWell(project);

        assertThat(project.query("SELECT DISTINCT channel FROM dev_ops_message"))
                .containsExactly("C2");
        assertThat(project.query("SELECT DISTINCT channel FROM dev_ops_c4_message"))
                .containsExactly("C4");
    }

    @Test
    void knowsTheOtherFailures() {
        assertThat(failureOf("/api/users.list", failed("token_revoked")).kind()).isEqualTo("AUTH");
        assertThat(failureOf("/api/users.list", failed("never_heard_of")).kind())
                .isEqualTo("REMOTE");
    }

    @Test
    void waitsWhenToldToInABodyOfStatus200() {
        api.failNext("/api/users.list", failed("ratelimited").header("Retry-After", "0"), 2);
        api.failNext("/api/users.list", failed("internal_error").header("Retry-After", "0"), 1);
        TestProject project = project(Map.of("resources", List.of("users")));
        syncWell(project);

        assertThat(api.requests("/api/users.list")).hasSize(4);
    }

    @Test
    void beginsAnewWhenACursorHasExpired() {
        api.failNext(HISTORY, failed("invalid_cursor"), 1);
        TestProject project = project();
        syncWell(project);

        assertThat(one(project, "SELECT count(*) FROM messages")).isEqualTo("6");
    }

    @Test
    void refusesUnknownChannelsAndResources() {
        SourceException channel =
                catchThrowableOfType(
                        SourceException.class,
                        () -> project(Map.of("selected_channels", List.of("genral"))).check());
        assertThat(channel.kind()).isEqualTo(ErrorKind.CONFIG);
        assertThat(channel).hasMessage("There is no channel \"genral\".");
        assertThat(channel.hint()).contains("private_channels", "Did you mean \"general\"?");

        SourceException resource =
                catchThrowableOfType(
                        SourceException.class,
                        () -> project(Map.of("resources", List.of("message"))).check());
        assertThat(resource.kind()).isEqualTo(ErrorKind.CONFIG);
        assertThat(resource).hasMessageContaining("\"message\"");
    }

    @Test
    void saysWhenTheAppIsInNoChannel() {
        new FakeSlack(api, 3).channel("C3", "elsewhere", false, false);
        TestProject project = project(Map.of("resources", List.of("messages")));
        syncWell(project);

        assertThat(project.said()).anyMatch(text -> text.contains("in no channel"));
    }

    @Test
    void offersChannelsAndResources() throws Exception {
        try (MemoryRun run =
                new MemoryRun(project().bind(settings()), FixedClock.at("2026-03-01T12:00:00Z"))) {
            SlackSource source = new SlackSource();
            assertThat(source.choices("selected_channels", run))
                    .containsExactly("general", "dev-ops", "elsewhere");
            assertThat(source.choices("resources", run)).contains("messages", "files");
            assertThat(source.choices("start_date", run)).isEmpty();
        }
        assertThat(api.requests()).extracting(Call::path).containsOnly("/api/conversations.list");
    }
}
