package dev.dango.connectors.github;

import dev.dango.http.Response;
import java.util.List;
import java.util.Map;

/** Makes rows of records that are not what a table should hold. */
final class Rows {

    private Rows() {}

    /** To GitHub every pull request is an issue, too. */
    static List<Map<String, Object>> withoutPullRequests(Response page) {
        List<Map<String, Object>> issues = page.objects();
        issues.removeIf(issue -> issue.containsKey("pull_request"));
        return issues;
    }

    /** An event holds the whole issue, as it is now. */
    static List<Map<String, Object>> withNumberOfIssue(Response page) {
        List<Map<String, Object>> events = page.objects();
        for (Map<String, Object> event : events) {
            if (event.remove("issue") instanceof Map<?, ?> issue) {
                event.put("issue_id", issue.get("id"));
                event.put("issue_number", issue.get("number"));
            }
        }
        return events;
    }

    /** A run holds its repository twice, with some hundred columns. */
    static List<Map<String, Object>> withoutRepositories(Response page) {
        List<Map<String, Object>> runs = page.objects();
        runs.forEach(run -> run.keySet().removeAll(List.of("repository", "head_repository")));
        return runs;
    }

    /** Who starred stands a level below when; nobody where the user is gone. */
    static List<Map<String, Object>> ofStars(Response page) {
        List<Map<String, Object>> stars = page.objects();
        stars.removeIf(star -> star.get("user") == null);
        for (Map<String, Object> star : stars) {
            ((Map<?, ?>) star.remove("user"))
                    .forEach((name, value) -> star.put(name.toString(), value));
        }
        return stars;
    }
}
