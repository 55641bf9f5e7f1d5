package dev.dango.connectors.mux;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Mux as its reference describes it: cursors for assets, pages for the rest, views by their end.
 */
final class FakeMux {

    static final String ID = "44c819de-fake";
    static final String SECRET = "INKxCoZ-fake";

    /** At most this many on a page, whatever is asked for. */
    private final int largest;

    final FakeListing assets;
    final FakeListing views;

    FakeMux(FakeApi api, int largest, int assets, int views) {
        this.largest = largest;
        this.assets =
                new FakeListing(IntStream.rangeClosed(1, assets).mapToObj(i -> asset(i)).toList());
        this.views =
                new FakeListing(
                        IntStream.rangeClosed(1, views)
                                .mapToObj(
                                        i ->
                                                view(
                                                        i,
                                                        Instant.parse("2026-02-27T01:00:00Z")
                                                                .plusSeconds(21_600L * i)))
                                .toList());
        String pair = ID + ":" + SECRET;
        api.requireHeader(
                "Authorization",
                "Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
                error(401, "unauthorized", "Unauthorized request"));
        api.get("/video/v1/assets", this::assets);
        FakeListing one = new FakeListing(List.of(Map.of("id", "one")));
        for (String listing :
                List.of(
                        "live-streams",
                        "uploads",
                        "playback-restrictions",
                        "transcription-vocabularies")) {
            api.get("/video/v1/" + listing, call -> page(call, one));
        }
        api.get("/data/v1/incidents", call -> page(call, one));
        api.get("/system/v1/signing-keys", call -> page(call, one));
        api.get("/data/v1/video-views", this::views);
        api.get(
                "/data/v1/video-views/{view}",
                call ->
                        Reply.json(
                                Map.of(
                                        "data",
                                        Map.of("id", call.variable("view"), "city", "Bern"))));
        api.get("/video/v1/delivery-usage", this::delivery);
    }

    static Map<String, Object> asset(int number) {
        return Map.of(
                "id",
                "asset" + number,
                "status",
                "ready",
                "created_at",
                Long.toString(1_609_869_152L - number),
                "playback_ids",
                List.of(Map.of("id", "p" + number, "policy", "public")));
    }

    static Map<String, Object> view(int number, Instant end) {
        return Map.of("id", "view" + number, "view_end", end.toString(), "total_row_count", 7);
    }

    static Reply error(int status, String type, String message) {
        return Reply.json(Map.of("error", Map.of("type", type, "messages", List.of(message))))
                .withStatus(status);
    }

    private int size(Call call) {
        return Math.min(call.number("limit", 25), largest);
    }

    private Reply assets(Call call) {
        int from = call.query("cursor").map(c -> Integer.parseInt(c.substring(1))).orElse(0);
        int next = from + size(call);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("data", assets.part(from, size(call)));
        page.put("next_cursor", next < assets.records().size() ? "c" + next : null);
        return Reply.json(page);
    }

    private Reply page(Call call, FakeListing listing) {
        int from = (call.number("page", 1) - 1) * size(call);
        return Reply.json(Map.of("data", listing.part(from, size(call))));
    }

    private static List<Instant> timeframe(Call call) {
        return call.queries().get("timeframe[]").stream()
                .map(second -> Instant.ofEpochSecond(Long.parseLong(second)))
                .toList();
    }

    private Reply framed(Call call, FakeListing listing) {
        int from = (call.number("page", 1) - 1) * size(call);
        return Reply.json(
                Map.of(
                        "data", listing.part(from, size(call)),
                        "total_row_count", listing.records().size(),
                        "timeframe",
                                timeframe(call).stream().map(Instant::getEpochSecond).toList()));
    }

    private Reply views(Call call) {
        List<Instant> frame = timeframe(call);
        return framed(
                call,
                views.where(
                        view -> {
                            Instant end = Instant.parse((String) view.get("view_end"));
                            return !end.isBefore(frame.get(0)) && !end.isAfter(frame.get(1));
                        }));
    }

    private Reply delivery(Call call) {
        List<Instant> frame = timeframe(call);
        List<Map<String, Object>> rows = new ArrayList<>();
        if (frame.get(0).isBefore(frame.get(1))) {
            rows.add(Map.of("asset_id", "asset1", "delivered_seconds", 206.5));
        }
        return framed(call, new FakeListing(rows));
    }
}
