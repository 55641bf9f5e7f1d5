package dev.dango.engine.project;

/** How a new {@code sources.yml} begins. */
final class SourcesTemplate {

    static final String HEADER =
            """
            # The sources of this project. "dango source add" adds one and "dango sync" loads them;
            # both leave comments and layout as they are, so edit freely. An entry looks like this:
            #
            #   - name: orders            # its tables stand in the schema raw_orders
            #     type: csv
            #     enabled: true
            #     csv:
            #       directory: data/orders
            #       file_pattern: "*.csv"
            #
            # A credential is named, not written: "api_key_env: NAME" takes the value of the
            # variable NAME from the environment or from the file .env.
            version: "1.0"
            """;

    private SourcesTemplate() {}
}
