package dev.dango.connectors.github;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers as GitHub does, in pages of three, whose links name repositories by number. */
final class FakeGitHub {

    static final String TOKEN = "github_pat_11AFAKE";

    /** As many pages of runs as GitHub shows. */
    private static final int MOST_PAGES = 10;

    private static final int PAGE = 3;

    /** Where links lead. */
    private String address;

    /** Listings by path, by repository. */
    private final Map<String, Map<String, FakeListing>> repositories = new TreeMap<>();

    FakeGitHub(FakeApi api) {
        this.address = api.url();
        api.requireHeader("Authorization", "Bearer " + TOKEN, refusal(401, "Bad credentials"));
        api.get("/repos/{owner}/{name}", call -> about(name(call)));
        api.get("/orgs/{organization}", call -> Reply.json(Map.of("id", 1)));
        api.get(
                "/orgs/{organization}/repos",
                call -> Reply.json(repositories.keySet().stream().map(this::repository).toList()));
        for (String path : List.of("{a}", "{a}/{b}", "{a}/{b}/{c}")) {
            api.get("/repos/{owner}/{name}/" + path, call -> answer(call, name(call), path(call)));
            api.get(
                    "/repositories/{id}/" + path,
                    call -> answer(call, named(call.variable("id")), path(call)));
        }
    }

    /** Has links lead elsewhere than to where one asks. */
    void linkTo(String newAddress) {
        address = newAddress;
    }

    static Reply refusal(int status, String message) {
        return Reply.json(
                        Map.of(
                                "message",
                                message,
                                "documentation_url",
                                "https://docs.github.com/rest",
                                "status",
                                String.valueOf(status)))
                .withStatus(status);
    }

    /** A listing of a repository, to which to add; the repository is there from then on. */
    FakeListing listing(String repository, String path) {
        return repositories
                .computeIfAbsent(repository, name -> new TreeMap<>())
                .computeIfAbsent(path, name -> new FakeListing(List.of()));
    }

    private static String name(Call call) {
        return call.variable("owner") + "/" + call.variable("name");
    }

    private String named(String id) {
        return new ArrayList<>(repositories.keySet()).get(Integer.parseInt(id));
    }

    private int id(String repository) {
        return new ArrayList<>(repositories.keySet()).indexOf(repository);
    }

    private static String path(Call call) {
        String path = call.variable("a");
        for (String part : List.of("b", "c")) {
            path += call.variables().containsKey(part) ? "/" + call.variable(part) : "";
        }
        return path;
    }

    private Reply about(String name) {
        return repositories.containsKey(name)
                ? Reply.json(repository(name))
                : refusal(404, "Not Found");
    }

    private Map<String, Object> repository(String name) {
        return Map.of("id", id(name), "full_name", name, "owner", Map.of("login", "acme"));
    }

    private Reply answer(Call call, String repository, String path) {
        if (!repositories.containsKey(repository)) {
            return refusal(404, "Not Found");
        }
        FakeListing all = listing(repository, path);
        FakeListing wanted = sorted(filtered(all, call), call);
        boolean runs = path.equals("actions/runs");
        int page = call.number("page", 1);
        int pages = (wanted.records().size() + PAGE - 1) / PAGE;
        List<Map<String, Object>> part = wanted.part((page - 1) * PAGE, PAGE);
        Reply reply =
                runs
                        ? Reply.json(Map.of("total_count", 99, "workflow_runs", part))
                        : Reply.json(part);
        boolean more = page < (runs ? Math.min(pages, MOST_PAGES) : pages);
        return more ? reply.header("Link", link(call, repository, path, page + 1)) : reply;
    }

    private String link(Call call, String repository, String path, int page) {
        StringBuilder query = new StringBuilder();
        call.queries().forEach((name, values) -> query.append(pair(name, values.get(0))));
        String next =
                "%s/repositories/%d/%s?%spage=%d"
                        .formatted(address, id(repository), path, query, page);
        return "<%s>; rel=\"next\", <%s>; rel=\"last\"".formatted(next, next);
    }

    private static String pair(String name, String value) {
        return name.equals("page")
                ? ""
                : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&";
    }

    private static FakeListing filtered(FakeListing records, Call call) {
        FakeListing since =
                call.query("since")
                        .map(from -> records.where(r -> changed(r).compareTo(from) >= 0))
                        .orElse(records);
        String[] created = call.query("created").orElse("..").split("\\.\\.", 2);
        String from = created[0].startsWith(">=") ? created[0].substring(2) : created[0];
        String to = created[0].startsWith("<=") ? created[0].substring(2) : last(created);
        return since.where(
                record -> {
                    String at = String.valueOf(record.get("created_at"));
                    boolean started = created[0].startsWith("<=") || at.compareTo(from) >= 0;
                    return started && (to.isEmpty() || at.compareTo(to) <= 0);
                });
    }

    private static String last(String[] range) {
        return range.length == 2 ? range[1] : "";
    }

    private static String changed(Map<String, Object> record) {
        if (record.get("commit") instanceof Map<?, ?> commit
                && commit.get("committer") instanceof Map<?, ?> committer) {
            return committer.get("date").toString();
        }
        return record.get("updated_at").toString();
    }

    private static FakeListing sorted(FakeListing records, Call call) {
        if (call.query("sort").isEmpty()) {
            return records;
        }
        Comparator<Map<String, Object>> order = Comparator.comparing(FakeGitHub::changed);
        boolean descending = call.query("direction").filter("desc"::equals).isPresent();
        return new FakeListing(
                records.records().stream().sorted(descending ? order.reversed() : order).toList());
    }

    // ---- records ---------------------------------------------------------------------------

    /** What changed last on this day of January 2026. */
    static Map<String, Object> item(int number, int day) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", 1000 + number);
        item.put("number", number);
        item.put("title", "No " + number);
        item.put("user", Map.of("login", "ada", "id", 1));
        item.put("created_at", time(day));
        item.put("updated_at", time(day));
        return item;
    }

    static Map<String, Object> pullAsIssue(int number, int day) {
        Map<String, Object> item = item(number, day);
        item.put("pull_request", Map.of("url", "https://api.github.com/pulls/" + number));
        return item;
    }

    static Map<String, Object> commit(String sha, int day) {
        return Map.of("sha", sha, "commit", Map.of("committer", Map.of("date", time(day))));
    }

    static String time(int day) {
        return "2026-01-%02dT10:00:00Z".formatted(day);
    }
}
