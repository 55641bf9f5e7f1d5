package dev.dango.connectors.matomo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Matomo from its reports to the warehouse's tables. */
class MatomoSourceTest extends HttpSourceContract {

    private static final String PATH = "/stats/index.php";
    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();
    private static final long DAY = 86_400;

    private final FakeMatomo matomo = new FakeMatomo();

    private static List<Map<String, Object>> pages(int... visits) {
        return IntStream.range(0, visits.length)
                .mapToObj(i -> Map.<String, Object>of("label", "/" + i, "nb_visits", visits[i]))
                .toList();
    }

    @BeforeEach
    void answer() {
        matomo.serve(api, PATH);
        matomo.report("Actions.getPageUrls", "2026-02-10", pages(4));
        matomo.report("Actions.getPageUrls", "2026-02-25", pages(5, 1));
        matomo.report("Actions.getPageUrls", "2026-02-26", pages(3));
        matomo.report("VisitsSummary.get", "2026-02-25", Map.of("nb_visits", 6));
        matomo.visit(1, NOON - 9 * DAY);
        matomo.visit(2, NOON - 3 * DAY);
    }

    @Override
    protected Source source() {
        return new MatomoSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of("resources", List.of("page_urls")));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("base_url", api.url() + "/stats");
        settings.put("api_token", FakeMatomo.TOKEN);
        settings.put("site_id", 1);
        settings.put("start_date", "2026-02-08");
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "resources", List.of("visits"),
                                "lookback", "3d",
                                "queries",
                                        List.of(
                                                Map.of(
                                                        "resource_name",
                                                        "forms",
                                                        "methods",
                                                        List.of("F.get"),
                                                        "period",
                                                        "week",
                                                        "extra_params",
                                                        Map.of("a", "b"))))));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SCHEMA, SLICES, DELETES -> false;
            default -> true;
        };
    }

    @Override
    protected void addRecord() {
        matomo.report("Actions.getPageUrls", "2026-02-28", pages(8));
    }

    private TestProject loaded(Map<String, Object> more) {
        TestProject project = project().settings(with(more));
        syncWell(project);
        return project;
    }

    // ---- reports ---------------------------------------------------------------------------

    @Test
    void readsAWeekPerRequestAndThenTheLastDaysAgain() {
        TestProject project = loaded(Map.of("resources", List.of("page_urls")));

        assertThat(api.requests()).hasSize(3);
        assertThat(
                        project.query(
                                "SELECT CAST(date AS DATE), label, nb_visits FROM page_urls"
                                        + " ORDER BY 1, 2"))
                .containsExactly(
                        "2026-02-10|/0|4", "2026-02-25|/0|5", "2026-02-25|/1|1", "2026-02-26|/0|3");

        api.clearRequests();
        matomo.report("Actions.getPageUrls", "2026-02-10", pages(99));
        matomo.report("Actions.getPageUrls", "2026-02-25", pages(7));
        matomo.report("Actions.getPageUrls", "2026-02-27", pages(2));
        syncWell(project);

        assertThat(api.requests())
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(asked(call).get(0))
                                        .containsEntry("date", "2026-02-25,today")
                                        .containsEntry("period", "day")
                                        .containsEntry("flat", "1"));
        assertThat(project.query("SELECT CAST(date AS DATE), nb_visits FROM page_urls ORDER BY 1"))
                .as("the day before the last one is replaced as a whole, older ones stay")
                .containsExactly("2026-02-10|4", "2026-02-25|7", "2026-02-26|3", "2026-02-27|2");
    }

    private static List<Map<String, String>> asked(Call call) {
        Map<String, String> form = FakeMatomo.parsed(call.body());
        return IntStream.iterate(0, i -> form.containsKey("urls[" + i + "]"), i -> i + 1)
                .mapToObj(i -> FakeMatomo.parsed(form.get("urls[" + i + "]")))
                .toList();
    }

    @Test
    void asksForTenReportsAtATimeWhereLittleIsNew() {
        TestProject project = loaded(Map.of("start_date", "2026-02-25"));

        List<List<Map<String, String>>> bulks =
                api.requests().stream()
                        .map(MatomoSourceTest::asked)
                        .filter(b -> !b.isEmpty())
                        .toList();
        assertThat(bulks).hasSize(4);
        assertThat(bulks.stream().flatMap(List::stream).map(report -> report.get("method")))
                .as("each report once")
                .hasSize(34)
                .doesNotHaveDuplicates();
        assertThat(api.requests())
                .as("four bulk requests, sites, goals, segments and visits")
                .hasSize(8);
        assertThat(project.query("SELECT nb_visits FROM visits_summary")).containsExactly("6");
        assertThat(project.query("SELECT name FROM goals")).containsExactly("Order");
        assertThat(project.query("SELECT name FROM sites")).containsExactly("Shop");
        assertThat(project.query("SELECT name FROM segments")).containsExactly("Mobile");
    }

    @Test
    void readsMoreRowsThanMatomoSendsUnlessTold() {
        matomo.report("Actions.getPageUrls", "2026-02-27", pages(new int[250]));

        TestProject project = loaded(Map.of("resources", List.of("page_urls")));

        assertThat(project.query("SELECT count(*) FROM page_urls")).containsExactly("254");
    }

    @Test
    void keepsTheTokenOutOfAddresses() {
        loaded(Map.of("resources", List.of("page_urls", "visits")));

        assertThat(api.requests())
                .allSatisfy(
                        call -> {
                            assertThat(call.queries().toString()).doesNotContain(FakeMatomo.TOKEN);
                            assertThat(call.body()).contains("token_auth=" + FakeMatomo.TOKEN);
                        });
    }

    @Test
    void readsReportsThatUsersName() {
        matomo.report("Forms.get", "2026-02-25", 5);
        Map<String, Object> query =
                Map.of("resource_name", "forms", "methods", List.of("Forms.get"));
        Map<String, Object> monthly =
                Map.of(
                        "resource_name", "monthly",
                        "methods", List.of("UserCountry.getCountry"),
                        "period", "month");

        TestProject project =
                loaded(
                        Map.of(
                                "queries", List.of(query, monthly),
                                "start_date", "2026-02-08",
                                "resources",
                                        List.of(
                                                "forms_Forms.get",
                                                "monthly_UserCountry.getCountry")));

        assertThat(
                        project.query(
                                "SELECT CAST(date AS DATE), value FROM forms_forms_get WHERE value > 0"))
                .containsExactly("2026-02-25|5");
        assertThat(
                        project.query(
                                "SELECT CAST(date AS DATE), nb_visits FROM"
                                        + " monthly_user_country_get_country"))
                .as("a month that began before the first day to load")
                .containsExactly("2026-02-01|9");
    }

    // ---- visits ----------------------------------------------------------------------------

    @Test
    void visitsThatGoOnTakeThePlaceOfWhatWasKnown() {
        TestProject project = loaded(Map.of("resources", List.of("visits")));
        assertThat(project.query("SELECT count(*) FROM visits__action_details"))
                .containsExactly("2");
        api.clearRequests();
        matomo.visitGoesOn(2, NOON);
        matomo.visit(3, NOON - 60);

        syncWell(project);

        assertThat(api.requests())
                .singleElement()
                .satisfies(
                        call -> {
                            assertThat(call.query("minTimestamp"))
                                    .contains(Long.toString(NOON - 4 * DAY - 1));
                            assertThat(call.query("date")).contains("2026-02-24,today");
                        });
        assertThat(project.query("SELECT id_visit FROM visits ORDER BY last_action_timestamp"))
                .containsExactly("1", "3", "2");
    }

    @Test
    void pagesThroughMoreVisitsOfOneSecondThanFitOnAPage() {
        IntStream.range(100, 1300).forEach(i -> matomo.visit(i, NOON - DAY));
        IntStream.range(2000, 2600).forEach(i -> matomo.visit(i, NOON - 5000 + i));

        TestProject project = loaded(Map.of("resources", List.of("visits")));

        assertThat(project.query("SELECT count(*), count(DISTINCT id_visit) FROM visits"))
                .containsExactly("1802|1802");
    }

    // ---- failures --------------------------------------------------------------------------

    private SourceReport.Failure failure(Map<String, Object> more) {
        SourceReport report = project().settings(with(more)).sync();
        assertThat(report.failures()).hasSize(1);
        return report.failures().get(0);
    }

    @Test
    void seesFailuresInAnswersThatLookWell() {
        assertThat(failure(Map.of("resources", List.of("page_urls"), "site_id", 9)))
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("CONFIG");
                            assertThat(failure.hint()).contains("site_id");
                        });
        assertThat(failure(Map.of("resources", List.of("visits"), "api_token", "0123456789")))
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("AUTH");
                            assertThat(failure.hint()).contains("api_token");
                        });
        api.post(
                PATH,
                call ->
                        Reply.json(
                                FakeMatomo.error(
                                        "You can't access this resource as it requires 'view'"
                                                + " access for the website id = 1.")));
        assertThat(failure(Map.of("resources", List.of("visits"))).kind()).isEqualTo("PERMISSION");
    }

    @Test
    void missesNoPluginUnlessAskedForIt() {
        assertThat(loaded(Map.of()).columns("content_names")).isEmpty();

        assertThat(failure(Map.of("resources", List.of("content_names"))))
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("UNSUPPORTED");
                            assertThat(failure.hint()).contains("plugin");
                        });
    }

    @Test
    void missesNoVisitsUnlessAskedForThem() {
        matomo.keepNoLog();

        assertThat(loaded(Map.of()).columns("visits")).isEmpty();
        assertThat(failure(Map.of("resources", List.of("visits"))).kind()).isEqualTo("UNSUPPORTED");
    }

    @Test
    void refusesAnswersThatAreTooFew() {
        api.post(PATH, call -> Reply.json(List.of()));

        assertThat(failure(Map.of("resources", List.of("page_urls"))))
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("REMOTE");
                            assertThat(failure.message()).contains("0 of 1 reports");
                        });
    }

    // ---- settings --------------------------------------------------------------------------

    @Test
    void takesTheOriginalsSettings() {
        TestProject project = project();
        syncWell(
                project.settings(
                        Map.of(
                                "url",
                                api.url() + "/stats",
                                "api_token",
                                FakeMatomo.TOKEN,
                                "site_id",
                                1)));

        assertThat(project.query("SELECT count(*) FROM visits")).containsExactly("2");
    }

    @Test
    void guessesWhichTableWasMeant() {
        assertThat(failure(Map.of("resources", List.of("page_url"))).hint())
                .contains("Did you mean \"page_urls\"?");
    }

    @Test
    void checksTheTokenWithOneRequest() {
        project().check();

        assertThat(api.requests())
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.query("method"))
                                        .contains("SitesManager.getSiteFromId"));
    }
}
