package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Figure;
import dev.dango.benchmark.Lab;
import dev.dango.benchmark.race.Cost;
import dev.dango.benchmark.race.Race;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A request for each record of a service that is far away and allows few requests a second. */
public final class Api implements Comparison {

    private static final int RECORDS = 100;
    private static final Duration LATENCY = Duration.ofMillis(600);

    /** What Mux allows, and the connector keeps to. */
    private static final int REQUESTS_PER_SECOND = 5;

    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private final Instant end = day.atTime(12, 0).toInstant(ZoneOffset.UTC);

    @Override
    public String name() {
        return "api";
    }

    @Override
    public void run(Lab lab) throws Exception {
        int records = (int) lab.scaled(RECORDS);
        try (FakeApi api = FakeApi.start()) {
            api.get("/data/v1/video-views", call -> views(call, records));
            api.get("/data/v1/video-views/{view}", call -> late(view(call.variable("view"))));
            ProductProject project =
                    ProductProject.create(lab.fresh("api-dango"), source(api.url()));
            Race race =
                    lab.race(lab.product("dango sync", project.folder(), project::reset, "sync"));
            double allowed = (double) records / REQUESTS_PER_SECOND;
            double wall = race.median(0, Cost::wall);
            lab.add(
                    new Figure(
                            name(),
                            records + " details, wall, by what the limit allows",
                            Figure.Goal.atMost(1.25),
                            wall / allowed,
                            Double.NaN,
                            String.format(Locale.ROOT, "%.1f s", wall),
                            String.format(
                                    Locale.ROOT,
                                    "%.1f s; %.1f s in turn",
                                    allowed,
                                    records * LATENCY.toMillis() / 1000.0)));
        }
    }

    private Reply views(Call call, int records) {
        List<String> timeframe = call.queries().get("timeframe[]");
        boolean within =
                Long.parseLong(timeframe.get(0)) <= end.getEpochSecond()
                        && end.getEpochSecond() < Long.parseLong(timeframe.get(1));
        List<Object> views =
                within
                        ? IntStream.range(0, records)
                                .<Object>mapToObj(i -> record("v" + i))
                                .toList()
                        : List.of();
        return late(Reply.json(Map.of("data", views, "total_row_count", views.size())));
    }

    private Reply view(String id) {
        return Reply.json(Map.of("data", record(id)));
    }

    private Map<String, Object> record(String id) {
        return Map.of("id", id, "view_end", end.toString());
    }

    private static Reply late(Reply reply) {
        LockSupport.parkNanos(LATENCY.toNanos());
        return reply;
    }

    private String source(String url) {
        return """
               - name: videos
                 type: mux
                 enabled: true
                 mux:
                   access_token_env: HOME
                   secret_key_env: HOME
                   resources: [video_views]
                   start_date: %s
                   base_url: "%s"
               """
                .formatted(day, url);
    }
}
