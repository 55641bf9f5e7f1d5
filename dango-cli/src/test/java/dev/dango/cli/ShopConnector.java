package dev.dango.cli;

import dev.dango.testkit.PluginJar;
import java.nio.file.Path;

/** A connector with one of each: a credential, a choice, resources, a start date, and failures. */
final class ShopConnector {

    private static final String SOURCE =
            """
            package acme;

            import dev.dango.spi.CursorSpec;
            import dev.dango.spi.ErrorKind;
            import dev.dango.spi.Resource;
            import dev.dango.spi.ResourceSpec;
            import dev.dango.spi.Secret;
            import dev.dango.spi.Setting;
            import dev.dango.spi.Source;
            import dev.dango.spi.SourceContext;
            import dev.dango.spi.SourceException;
            import dev.dango.spi.SourceSpec;
            import java.time.LocalDate;
            import java.util.List;
            import java.util.Map;

            public class Shop implements Source {

                public enum Region { EU, US }

                public record Config(
                        @Setting(doc = "The shop's API key.", env = "SHOP_API_KEY") Secret apiKey,
                        @Setting(doc = "The shop's subdomain.", example = "acme", pattern = "[a-z]+")
                                String subdomain,
                        @Setting(doc = "Where the shop is.", defaultValue = "eu") Region region,
                        @Setting(doc = "Which tables to load.") List<String> resources,
                        @Setting(doc = "Where to begin.", defaultValue = "2024-01-01")
                                LocalDate startDate) {

                    public Config {
                        if (region == Region.US && "acme".equals(subdomain)) {
                            throw SourceException.of(ErrorKind.CONFIG, "The shop acme is in Europe.");
                        }
                    }
                }

                @Override public SourceSpec spec() {
                    return SourceSpec.of("shop", "Shop API")
                            .category("E-commerce & Payment")
                            .description("Orders and customers of a shop.")
                            .docs("https://shop.example/docs")
                            .config(Config.class);
                }

                @Override public List<String> choices(String setting, SourceContext context) {
                    return setting.equals("resources") ? List.of("orders", "customers", "locked", "endless", "visits") : List.of();
                }

                @Override public void check(SourceContext context) {
                    if (!context.config(Config.class).apiKey().reveal().equals("good-key")) {
                        throw SourceException.of(ErrorKind.AUTH, "The shop refuses the API key.")
                                .hint("Make a new key in the shop's settings.");
                    }
                }

                @Override public List<Resource> resources(SourceContext context) {
                    check(context);
                    Config config = context.config(Config.class);
                    return List.of(orders(), customers(), locked(), endless(), visits()).stream()
                            .filter(r -> config.resources().isEmpty()
                                    ? !List.of("locked", "endless", "visits").contains(r.spec().name())
                                    : config.resources().contains(r.spec().name()))
                            .toList();
                }

                private static Resource orders() {
                    return Resource.of(
                            ResourceSpec.named("orders").primaryKey("id").cursor(CursorSpec.timestamp("at")),
                            (slice, read, out) -> {
                                for (int i = 1; i <= 20; i++) {
                                    out.row(Map.of("id", i, "at", "2024-03-%02dT00:00:00Z".formatted(i)));
                                }
                            });
                }

                private static Resource customers() {
                    return Resource.of(
                            ResourceSpec.named("customers"),
                            (slice, read, out) -> out.row(Map.of("id", 1, "name", "Ada")));
                }

                private static Resource endless() {
                    return Resource.of(
                            ResourceSpec.named("endless").cursor(CursorSpec.number("n")),
                            (slice, read, out) -> {
                                for (long n = 0; ; n++) {
                                    out.row(Map.of("n", n));
                                    if (n % 1000 == 0) {
                                        out.checkpoint();
                                    }
                                }
                            });
                }

                private static Resource visits() {
                    return Resource.of(
                            ResourceSpec.named("visits").cursor(CursorSpec.number("n")),
                            (slice, read, out) -> {
                                for (int n = 1; n <= 3; n++) {
                                    out.row(Map.of("n", n));
                                }
                            });
                }

                private static Resource locked() {
                    return Resource.of(
                            ResourceSpec.named("locked"),
                            (slice, read, out) -> {
                                throw SourceException.of(ErrorKind.PERMISSION, "The key may not read this.")
                                        .hint("Give it the scope read:locked.");
                            });
                }
            }
            """;

    private ShopConnector() {}

    /** Puts the plugin into a folder. */
    static void writeTo(Path folder) {
        PluginJar.named("shop").version("1.2.3").types("shop").source(SOURCE).writeTo(folder);
    }
}
