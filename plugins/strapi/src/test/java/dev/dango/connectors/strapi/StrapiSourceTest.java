package dev.dango.connectors.strapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strapi from its content types to the warehouse's tables. */
class StrapiSourceTest extends HttpSourceContract {

    private static final Map<String, Object> ARTICLES = Map.of("endpoints", List.of("articles"));

    private final FakeListing articles =
            new FakeListing(
                    IntStream.rangeClosed(1, 7)
                            .mapToObj(i -> FakeStrapi.article(i, day(i)))
                            .toList());

    private static String day(int day) {
        return "2026-01-0" + day + "T08:00:00.000Z";
    }

    @BeforeEach
    void answer() {
        FakeStrapi.letIn(api);
        api.get("/api/articles", call -> FakeStrapi.list(call, articles));
        Map<String, Object> homepage =
                Map.of("id", 1, "documentId", "home", "updatedAt", "2026-01-01T00:00:00.000Z");
        api.get("/api/homepage", call -> Reply.json(Map.of("data", homepage, "meta", Map.of())));
    }

    @Override
    protected Source source() {
        return new StrapiSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of("endpoints", List.of("articles"), "single_types", List.of("homepage")));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("base_url", api.url() + "/api");
        settings.put("api_token", FakeStrapi.TOKEN);
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        Map<String, Object> every = new LinkedHashMap<>(settings());
        every.putAll(
                Map.of(
                        "populate",
                        List.of("author"),
                        "locales",
                        List.of("en", "de"),
                        "drafts",
                        true,
                        "version",
                        "4"));
        return List.of(every);
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
        articles.add(FakeStrapi.article(8, "2026-02-01T08:00:00.000Z"));
    }

    private List<Call> asked() {
        return api.requests("/api/articles");
    }

    private TestProject loaded(Map<String, Object> more) {
        TestProject project = project().settings(with(more));
        syncWell(project);
        return project;
    }

    // ---- paging and what is new ------------------------------------------------------------

    @Test
    void readsEverythingAlthoughPagesAreSmallerThanAskedFor() {
        TestProject project = loaded(ARTICLES);

        assertThat(project.query("SELECT count(*), count(DISTINCT document_id) FROM articles"))
                .containsExactly("7|7");
        assertThat(asked()).hasSize(3);
        assertThat(asked())
                .allSatisfy(call -> assertThat(call.query("pagination[limit]")).contains("100"));
        assertThat(project.query("SELECT DISTINCT author__name FROM articles"))
                .containsExactly("Zoë");
    }

    @Test
    void asksOnlyForWhatChangedTheNextTime() {
        TestProject project = loaded(ARTICLES);
        api.clearRequests();
        Map<String, Object> changed = FakeStrapi.article(2, "2026-02-02T08:00:00.000Z");
        changed.put("title", "Better");
        articles.replace("id", "2", changed);

        syncWell(project);

        assertThat(asked())
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.query("filters[updatedAt][$gte]"))
                                        .contains("2026-01-07T07:55:00Z"));
        assertThat(project.query("SELECT count(*) FROM articles")).containsExactly("7");
        assertThat(project.query("SELECT title FROM articles WHERE id = 2"))
                .containsExactly("Better");
    }

    /** What an offset would skip: the fourth entry moves up when the second one moves away. */
    @Test
    void losesNothingWhenAnEntryChangesWhileItReads() {
        AtomicBoolean once = new AtomicBoolean();
        api.get(
                "/api/articles",
                call -> {
                    Reply page = FakeStrapi.list(call, articles);
                    if (once.compareAndSet(false, true)) {
                        articles.replace(
                                "id", "2", FakeStrapi.article(2, "2026-02-02T08:00:00.000Z"));
                    }
                    return page;
                });

        TestProject project = loaded(ARTICLES);

        assertThat(project.query("SELECT count(*) FROM articles")).containsExactly("7");
        assertThat(project.query("SELECT CAST(updated_at AS DATE) FROM articles WHERE id = 2"))
                .containsExactly("2026-02-02");
    }

    @Test
    void countsThroughMoreEntriesOfOneMomentThanFitOnAPage() {
        IntStream.range(10, 20).forEach(i -> articles.add(FakeStrapi.article(i, day(9))));

        TestProject project = loaded(ARTICLES);

        assertThat(project.query("SELECT count(*), count(DISTINCT id) FROM articles"))
                .containsExactly("17|17");
    }

    @Test
    void readsTheBareListsOfPlugins() {
        api.get(
                "/api/users",
                call ->
                        Reply.json(
                                List.of(
                                        Map.of("id", 1, "username", "ada"),
                                        Map.of("id", 2, "username", "grace"))));

        TestProject project = loaded(Map.of("endpoints", List.of("users")));

        assertThat(project.query("SELECT document_id, username FROM users ORDER BY 1"))
                .containsExactly("1|ada", "2|grace");
    }

    @Test
    void countsThroughEntriesThatKeepNoTimes() {
        api.get(
                "/api/logs",
                call -> {
                    int start = call.number("pagination[start]", 0);
                    List<Map<String, Object>> part =
                            IntStream.range(start, Math.min(5, start + 3))
                                    .mapToObj(i -> Map.<String, Object>of("id", i))
                                    .toList();
                    return Reply.json(
                            Map.of("data", part, "meta", Map.of("pagination", Map.of("limit", 3))));
                });

        TestProject project = loaded(Map.of("endpoints", List.of("logs")));

        assertThat(project.query("SELECT count(*) FROM logs")).containsExactly("5");
    }

    // ---- version 4 -------------------------------------------------------------------------

    private static Map<String, Object> wrapped(int id, Map<String, Object> attributes) {
        return Map.of("id", id, "attributes", attributes);
    }

    private static Map<String, Object> page(int id) {
        Map<String, Object> author = Map.of("data", wrapped(7, Map.of("name", "Zoë")));
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("data", null);
        return wrapped(
                id,
                Map.of(
                        "title",
                        "Page " + id,
                        "updatedAt",
                        day(id),
                        "author",
                        author,
                        "tags",
                        Map.of(
                                "data",
                                List.of(
                                        wrapped(1, Map.of("tag", "a")),
                                        wrapped(2, Map.of("tag", "b")))),
                        "cover",
                        none,
                        "settings",
                        Map.of("data", "kept"),
                        "blocks",
                        List.of(Map.of("id", 3, "author", author))));
    }

    @Test
    void takesTheWrappingsOfVersion4Off() {
        FakeListing pages =
                new FakeListing(
                        IntStream.rangeClosed(1, 4).mapToObj(StrapiSourceTest::page).toList());
        api.get("/api/pages", call -> FakeStrapi.list(call, pages));

        TestProject project = loaded(Map.of("endpoints", List.of("pages")));

        assertThat(
                        project.query(
                                "SELECT id, document_id, title, author__name, settings__data FROM"
                                        + " pages WHERE id = 4"))
                .containsExactly("4|4|Page 4|Zoë|kept");
        assertThat(project.query("SELECT count(*), count(DISTINCT tag) FROM pages__tags"))
                .containsExactly("8|2");
        assertThat(project.query("SELECT DISTINCT author__name FROM pages__blocks"))
                .containsExactly("Zoë");
    }

    // ---- settings --------------------------------------------------------------------------

    @Test
    void takesTheOriginalsSettings() {
        TestProject project = project();
        syncWell(
                project.settings(
                        Map.of(
                                "domain", api.url(),
                                "api_secret_key", FakeStrapi.TOKEN,
                                "endpoints", List.of("articles"))));

        assertThat(project.query("SELECT count(*) FROM articles")).containsExactly("7");
    }

    @Test
    void makesAnAddressOfADomain() {
        assertThat(addressFor("cms.example.com")).isEqualTo("https://cms.example.com/api");
        assertThat(addressFor("http://localhost:1337/")).isEqualTo("http://localhost:1337/api");
        assertThat(addressFor("https://example.com/cms/api"))
                .isEqualTo("https://example.com/cms/api");
    }

    private String addressFor(String baseUrl) {
        Record config = project().bind(also(settings(), "base_url", baseUrl));
        return ((StrapiSource.Config) config).address();
    }

    private static Map<String, Object> also(Map<String, Object> map, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }

    @Test
    void wantsAtLeastOneContentType() {
        assertThatThrownBy(() -> project().bind(with(Map.of())))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG));
    }

    @Test
    void asksForWhatIsNestedAndForDrafts() {
        loaded(ARTICLES);
        loaded(also(ARTICLES, "populate", List.of("none")));
        loaded(also(ARTICLES, "populate", List.of("author", "cover")));
        loaded(also(ARTICLES, "drafts", true));
        loaded(also(also(ARTICLES, "drafts", true), "version", "4"));

        List<Call> first =
                asked().stream().filter(call -> call.query("pagination[start]").isEmpty()).toList();
        assertThat(first.get(0).query("populate")).contains("*");
        assertThat(first.get(0).query("status")).isEmpty();
        assertThat(first.get(1).query("populate")).isEmpty();
        assertThat(first.get(2).query("populate[0]")).contains("author");
        assertThat(first.get(2).query("populate[1]")).contains("cover");
        assertThat(first.get(3).query("status")).contains("draft");
        assertThat(first.get(4).query("publicationState")).contains("preview");
    }

    @Test
    void keepsLanguagesApart() {
        api.get(
                "/api/articles",
                call -> {
                    Map<String, Object> one = FakeStrapi.article(1, day(1));
                    one.put("locale", call.query("locale").orElseThrow());
                    return FakeStrapi.list(call, new FakeListing(List.of(one)));
                });
        FakeListing tags = new FakeListing(List.of(FakeStrapi.article(5, day(1))));
        api.get("/api/tags", call -> FakeStrapi.list(call, tags));
        api.get(
                "/api/homepage",
                call ->
                        call.query("locale").filter("de"::equals).isPresent()
                                ? FakeStrapi.error(404, "NotFoundError", "Not Found")
                                : Reply.json(Map.of("data", Map.of("documentId", "home"))));

        TestProject project =
                loaded(
                        Map.of(
                                "endpoints", List.of("articles", "tags"),
                                "single_types", List.of("homepage"),
                                "locales", List.of("en", "de")));

        assertThat(project.query("SELECT document_id, locale FROM articles ORDER BY 2"))
                .containsExactly("doc1|de", "doc1|en");
        assertThat(project.query("SELECT document_id, locale FROM tags")).containsExactly("doc5|");
        assertThat(project.query("SELECT count(*) FROM homepage")).containsExactly("1");
    }

    // ---- failures --------------------------------------------------------------------------

    @Test
    void saysWhichPermissionIsMissingAndGoesOn() {
        api.get(
                "/api/secrets",
                call -> FakeStrapi.error(403, "ForbiddenError", "Forbidden access"));
        TestProject project =
                project().settings(with(Map.of("endpoints", List.of("secrets", "articles"))));

        SourceReport report = project.sync();

        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("PERMISSION");
                            assertThat(failure.message()).endsWith("403: Forbidden access.");
                            assertThat(failure.hint()).contains("\"find\"");
                        });
        assertThat(project.query("SELECT count(*) FROM articles")).containsExactly("7");
    }

    @Test
    void saysHowContentTypesAreNamed() {
        SourceReport report =
                project().settings(with(Map.of("endpoints", List.of("article")))).sync();

        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.hint()).contains("plural API ids"));
    }
}
