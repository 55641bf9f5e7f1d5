package dev.dango.cli.plugin;

/** Source text of small connectors. */
final class PluginCode {

    private PluginCode() {}

    /** A source without tables. */
    static String source(String className, String type) {
        return sourceWith(className, type, "");
    }

    /** A source without tables, with more members. */
    static String sourceWith(String className, String type, String members) {
        return """
        package acme;

        import dev.dango.spi.Resource;
        import dev.dango.spi.Source;
        import dev.dango.spi.SourceContext;
        import dev.dango.spi.SourceSpec;
        import java.util.List;

        public class %s implements Source {
            %s
            @Override public SourceSpec spec() { return SourceSpec.of("%s", "%s"); }
            @Override public List<Resource> resources(SourceContext context) { return List.of(); }
        }
        """
                .formatted(className, members, type, type);
    }

    /** A source whose title is what a plugin's code finds out about its surroundings. */
    static String sourceTitled(String className, String type, String titleExpression) {
        return """
        package acme;

        import dev.dango.spi.Resource;
        import dev.dango.spi.Source;
        import dev.dango.spi.SourceContext;
        import dev.dango.spi.SourceSpec;
        import java.util.List;

        public class %s implements Source {
            @Override public SourceSpec spec() { return SourceSpec.of("%s", title()); }
            @Override public List<Resource> resources(SourceContext context) { return List.of(); }
            private static String title() { return %s; }
            private static String seen(String name) {
                try {
                    return Class.forName(name).getClassLoader() == %s.class.getClassLoader() ? "own" : "host";
                } catch (ClassNotFoundException e) {
                    return "none";
                }
            }
        }
        """
                .formatted(className, type, titleExpression, className);
    }
}
