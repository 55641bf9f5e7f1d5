package dev.dango.connectors.freshdesk;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tickets and contacts of a help desk, which pages, filters and refuses as Freshdesk does. */
final class FakeFreshdesk {

    static final String KEY = "fd-51Hfake";

    private static final int LAST_PAGE = 300;
    private static final String LONG_AGO = "2026-02-01T00:00:00Z";

    final FakeListing tickets = new FakeListing(List.of());
    final FakeListing deletedTickets = new FakeListing(List.of());
    final FakeListing contacts = new FakeListing(List.of());

    FakeFreshdesk(FakeApi api) {
        String pair = KEY + ":X";
        api.requireHeader(
                "Authorization",
                "Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
                error(401, "invalid_credentials", "You have to be logged in to do this."));
        api.get("/api/v2/agents/me", call -> Reply.json(Map.of("id", 1)));
        api.get("/api/v2/tickets", this::listTickets);
        api.get("/api/v2/contacts", this::listContacts);
    }

    static Map<String, Object> ticket(int id, String updated) {
        return Map.of(
                "id",
                id,
                "subject",
                "Ticket " + id,
                "created_at",
                LONG_AGO,
                "updated_at",
                updated,
                "tags",
                List.of("a", "b"),
                "custom_fields",
                Map.of("cf_color", "red"));
    }

    static Map<String, Object> contact(int id, String state, String updated) {
        Map<String, Object> contact = new LinkedHashMap<>();
        contact.put("id", id);
        contact.put("name", "Zoë " + id);
        contact.put("updated_at", updated);
        contact.put("hidden state", state);
        if (state.equals("deleted")) {
            contact.put("deleted", true);
        }
        return contact;
    }

    static Reply error(int status, String code, String message) {
        return Reply.json(Map.of("code", code, "message", message)).withStatus(status);
    }

    /** Without a time those of the last 30 days, which there are none of. */
    Reply listTickets(Call call) {
        FakeListing all = call.query("filter").isPresent() ? deletedTickets : tickets;
        List<Map<String, Object>> found =
                all
                        .where(ticket -> since(ticket, call.query("updated_since").orElse("3000")))
                        .records()
                        .stream()
                        .sorted(Comparator.comparing(ticket -> updated(ticket)))
                        .toList();
        if (call.number("page", 1) > LAST_PAGE) {
            return Reply.json(
                            Map.of(
                                    "description",
                                    "Validation failed",
                                    "errors",
                                    List.of(
                                            Map.of(
                                                    "field",
                                                    "page",
                                                    "message",
                                                    "You cannot access tickets beyond the 300th"
                                                            + " page."))))
                    .withStatus(400);
        }
        return page(call, new FakeListing(found));
    }

    Reply listContacts(Call call) {
        String state = call.query("state").orElseThrow();
        String since = call.query("_updated_since").orElse("");
        List<Map<String, Object>> found =
                contacts
                        .where(one -> one.get("hidden state").equals(state) && since(one, since))
                        .records()
                        .stream()
                        .map(FakeFreshdesk::shown)
                        .toList();
        return page(call, new FakeListing(found));
    }

    private static Map<String, Object> shown(Map<String, Object> contact) {
        Map<String, Object> shown = new LinkedHashMap<>(contact);
        shown.remove("hidden state");
        return shown;
    }

    private static boolean since(Map<String, Object> record, String time) {
        return updated(record).compareTo(time) >= 0;
    }

    private static String updated(Map<String, Object> record) {
        return record.get("updated_at").toString();
    }

    /** A page, and in the {@code Link} header the address of the next one, if there is one. */
    Reply page(Call call, FakeListing all) {
        int number = call.number("page", 1);
        int size = call.number("per_page", 30);
        Reply page = Reply.json(all.part((number - 1) * size, size));
        return number * size >= all.records().size()
                ? page
                : page.header("Link", "<" + address(call, number + 1) + ">;rel=\"next\"");
    }

    /** Freshdesk's own, also where the request came through a proxy. */
    private static String address(Call call, int page) {
        Map<String, List<String>> queries = new LinkedHashMap<>(call.queries());
        queries.put("page", List.of(Integer.toString(page)));
        return "https://bakery.freshdesk.com"
                + call.path()
                + queries.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue().get(0)))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
