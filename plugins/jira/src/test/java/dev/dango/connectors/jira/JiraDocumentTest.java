package dev.dango.connectors.jira;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.Resource;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request is one that the documents of Jira's platform and software APIs allow. */
class JiraDocumentTest {

    private final FakeApi api = FakeApi.start();
    private final JiraSource source = new JiraSource();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document =
                ApiDocument.openApi(
                        "jira/swagger-v3.v3.json", "jira/software/software-swagger.v3.json");
        FakeJira jira = new FakeJira(api);
        fill(jira);
        MemoryRun none = JiraRequestsTest.run(api, List.of());
        MemoryRun all = JiraRequestsTest.run(api, source.choices("resources", none));
        source.check(all);
        for (Resource resource : source.resources(all)) {
            all.read(resource);
            all.position("whole", "2026-02-01T00:00:00Z").read(resource);
        }
        document.allows(api.requests());
    }

    private void fill(FakeJira jira) {
        List<Map<String, String>> three =
                List.of(Map.of("id", "1"), Map.of("id", "2"), Map.of("id", "3"));
        for (int i = 1; i <= 3; i++) {
            jira.issues.add(FakeJira.issue(i, "2026-02-0%dT10:00:00Z".formatted(i)));
            jira.worklogs.add(FakeJira.worklog(70 + i, "2026-02-0%dT10:00:00Z".formatted(i)));
            jira.comment(1, "1" + i);
        }
        for (String path :
                List.of(
                        "/project/search",
                        "/priority/search",
                        "/resolution/search",
                        "/workflows/search",
                        "/filter/search",
                        "/dashboard/search",
                        "/group/bulk",
                        "/project/{project}/version",
                        "/project/{project}/component")) {
            jira.values("/rest/api/3" + path, three);
        }
        jira.values("/rest/agile/1.0/board", three);
        jira.values("/rest/agile/1.0/board/{board}/sprint", three);
        for (String path :
                List.of("/projectCategory", "/field", "/status", "/issuetype", "/role")) {
            jira.array("/rest/api/3" + path, three.subList(0, 2));
        }
        jira.array("/rest/api/3/users/search", three);
        api.get("/rest/api/3/issueLinkType", call -> Reply.json(Map.of("issueLinkTypes", three)));
    }
}
