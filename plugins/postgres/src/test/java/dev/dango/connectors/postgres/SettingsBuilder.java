package dev.dango.connectors.postgres;

import dev.dango.spi.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings with Dango's defaults, to change some of them. */
final class SettingsBuilder {

    private final String url;
    private String schema = "public";
    private List<String> resources = List.of();
    private boolean includeViews;
    private Map<String, String> incremental = Map.of();
    private Optional<String> incrementalColumn = Optional.empty();
    private Optional<Duration> lookback = Optional.empty();
    private List<String> excludeColumns = List.of();
    private List<String> asText = List.of();
    private int sliceRows = 1_000_000;

    SettingsBuilder(String url) {
        this.url = url;
    }

    /** Settings of database {@code shop} and role {@code ada}. */
    static PostgresSettings server(
            Optional<Secret> credentials, Optional<String> host, Optional<Secret> password) {
        return new PostgresSettings(
                credentials,
                host,
                5432,
                Optional.of("shop"),
                Optional.of("ada"),
                password,
                "public",
                List.of(),
                false,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    SettingsBuilder schema(String value) {
        schema = value;
        return this;
    }

    SettingsBuilder resources(String... values) {
        resources = List.of(values);
        return this;
    }

    SettingsBuilder includeViews() {
        includeViews = true;
        return this;
    }

    SettingsBuilder incremental(String table, String column) {
        incremental = Map.of(table, column);
        return this;
    }

    SettingsBuilder incrementalColumn(String column) {
        incrementalColumn = Optional.of(column);
        return this;
    }

    SettingsBuilder lookback(Duration value) {
        lookback = Optional.of(value);
        return this;
    }

    SettingsBuilder excludeColumns(String... values) {
        excludeColumns = List.of(values);
        return this;
    }

    SettingsBuilder asText(String... values) {
        asText = List.of(values);
        return this;
    }

    SettingsBuilder sliceRows(int value) {
        sliceRows = value;
        return this;
    }

    PostgresSettings build() {
        return new PostgresSettings(
                Optional.of(Secret.of(url)),
                Optional.empty(),
                5432,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                schema,
                resources,
                includeViews,
                incremental,
                incrementalColumn,
                lookback,
                excludeColumns,
                asText,
                sliceRows);
    }
}
