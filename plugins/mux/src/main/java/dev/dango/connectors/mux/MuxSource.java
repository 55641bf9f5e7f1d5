package dev.dango.connectors.mux;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.http.TimeFormat;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mux's listings, in the order of its API reference: Video, Data, System.
 *
 * <p>Mux Video knows no filter by the time of a change, and assets change and are deleted at any
 * time: its listings are read completely by every run and replaced. Mux Data lists views by the
 * time at which they ended, so those are read from the last position on.
 */
public final class MuxSource extends RestSource {

    /** https://www.mux.com/docs/core/make-api-requests, "Pagination". */
    private static final int LARGEST_PAGE = 100;

    private static final Duration DAY = Duration.ofDays(1);

    /** Delivery is counted up to thirteen hours later, says the reference of delivery usage. */
    private static final Duration DELIVERY_DELAY = Duration.ofHours(13);

    /** What users write under {@code type: mux}. */
    public record Config(
            @Setting(
                            doc = "Token ID of an access token.",
                            aliases = "mux_api_access_token",
                            env = "MUX_API_ACCESS_TOKEN")
                    Secret accessToken,
            @Setting(
                            doc = "Token secret of the access token.",
                            aliases = "mux_api_secret_key",
                            env = "MUX_API_SECRET_KEY")
                    Secret secretKey,
            @Setting(
                            doc =
                                    "Tables to load; without it all but those that take a request"
                                            + " for each record or that not every plan has.",
                            example = "[assets_resource, views_resource]")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Load no views and no delivery of before this day (UTC);"
                                            + " without it the first load goes back 30 days.",
                            example = "2025-06-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc = "How far back each run reads views again, which may arrive late.",
                            defaultValue = "1d")
                    Duration lookback,
            @Setting(doc = "Address of the API.", defaultValue = "https://api.mux.com")
                    String baseUrl) {

        /**
         * Refuses a lookback that looks forward.
         *
         * @param accessToken the token's id
         * @param secretKey the token's secret
         * @param resources selected tables
         * @param startDate inclusive
         * @param lookback not negative
         * @param baseUrl where the API is
         */
        public Config {
            if (lookback.isNegative()) {
                throw SourceException.of(ErrorKind.CONFIG, "lookback must not be negative.");
            }
        }

        Instant start(Instant now) {
            return startDate
                    .orElseGet(() -> LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(30))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("mux", "Mux")
                .category("Marketing & Analytics")
                .description("Videos, live streams and views of a Mux environment.")
                .docs("https://www.mux.com/docs/api-reference")
                .access(
                        "Make an access token for the environment under Settings, Access Tokens, in"
                                + " the Mux dashboard. Permission Read for Mux Video and Mux Data"
                                + " is enough; the table signing_keys also takes Mux System.")
                .limits(
                        "Mux allows five requests a second, of 100 records each. A run asks for all"
                                + " assets and live streams, and for the views since the last run.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        return listings(connection(config), config, context.clock().instant())
                .select(config.resources());
    }

    private static RestApi connection(Config config) {
        return RestApi.at(config.baseUrl())
                .auth(Auth.basic(config.accessToken().reveal(), config.secretKey()))
                .limit(5, Duration.ofSeconds(1))
                .probe("/video/v1/assets?limit=1")
                .defaults(MuxSource::listing);
    }

    private static Endpoint listing(Endpoint list) {
        return list.records("/data")
                .key("id")
                .paging(Paging.pageNumber("page", 1))
                .fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Check token ID and secret; a token is good for one environment only.")
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403),
                        "Give the access token the permission Read for this part of Mux.");
    }

    private static RestApi listings(RestApi api, Config config, Instant now) {
        Instant start = config.start(now);
        Duration lookback = config.lookback();
        return api
                // Mux Video; assets_resource and views_resource are the original's names
                .resource(
                        "assets_resource",
                        list("/video/v1/assets").paging(Paging.token("/next_cursor", "cursor")))
                .resource("live_streams", list("/video/v1/live-streams"))
                .resource("uploads", list("/video/v1/uploads"))
                .resource("playback_restrictions", list("/video/v1/playback-restrictions"))
                .resource(
                        "transcription_vocabularies",
                        list("/video/v1/transcription-vocabularies").query("limit", 10))
                .resource("delivery_usage", delivery(start, now).onRequest())
                // Mux Data
                .resource("views_resource", views(start, lookback))
                .resource(
                        "video_views",
                        get("/data/v1/video-views/{view}")
                                .forEach("views_resource", "/id", "view")
                                .include("/view_end", "_views_view_end")
                                .cursor(ended("_views_view_end", lookback))
                                .paging(Paging.none())
                                .onRequest())
                .resource("incidents", list("/data/v1/incidents").onRequest())
                // Mux System
                .resource("signing_keys", list("/system/v1/signing-keys").onRequest());
    }

    private static Endpoint list(String path) {
        return get(path).query("limit", LARGEST_PAGE);
    }

    /** Views that ended within a day, in the order of their ends. */
    private static Endpoint views(Instant start, Duration lookback) {
        return timeframes("/data/v1/video-views", start)
                .query("order_direction", "asc")
                .cursor(ended("view_end", lookback));
    }

    private static CursorSpec ended(String column, Duration lookback) {
        return CursorSpec.timestamp(column).lag(lookback).ordered(CursorSpec.Order.ASCENDING);
    }

    /** Seconds delivered of each asset on each day; the last days are counted again. */
    private static Endpoint delivery(Instant start, Instant now) {
        return timeframes("/video/v1/delivery-usage", start)
                .rows(MuxSource::withDay)
                .key("day", "asset_id")
                .cursor(ended("day", DAY))
                .end(now.minus(DELIVERY_DELAY));
    }

    /** The records do not say of when they are; the page does. */
    private static List<Map<String, Object>> withDay(Response page) {
        Instant day =
                Instant.ofEpochSecond(Long.parseLong(page.text("/timeframe/0").orElseThrow()));
        List<Map<String, Object>> rows = page.objects();
        rows.forEach(row -> row.put("day", day));
        return rows;
    }

    /** One listing a day. */
    private static Endpoint timeframes(String path, Instant start) {
        return list(path)
                .query("timeframe[]", List.of("{from}", "{to}"))
                .paging(counted("/total_row_count"))
                .start(start)
                .windows(DAY, TimeFormat.EPOCH_SECONDS);
    }

    /**
     * Pages until all records are there, so that a day that fits one page takes one request. Counts
     * by what a page holds, which may be less than was asked for: at worst, one more is empty.
     */
    private static Paging counted(String total) {
        return (request, page) -> {
            long number = request.value("page").map(Long::parseLong).orElse(1L);
            long records = page.text(total).map(Long::parseLong).orElse(Long.MAX_VALUE);
            boolean more = page.recordCount() > 0 && number * page.recordCount() < records;
            return more ? Optional.of(request.set("page", number + 1)) : Optional.empty();
        };
    }
}
