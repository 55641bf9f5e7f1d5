package dev.dango.apidocs;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import dev.dango.testkit.Call;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rules of OpenAPI and Swagger documents. */
final class OpenApiRules implements ApiDocument.Rules {

    private static final String UNKNOWN_PATH = "validation.request.path.missing";

    /** Credentials are checked by the fakes, which know what a refusal looks like. */
    private static final LevelResolver LEVELS =
            LevelResolver.create()
                    .withDefaultLevel(ValidationReport.Level.ERROR)
                    .withLevel("validation.request.security", ValidationReport.Level.IGNORE)
                    .build();

    static {
        // The parser's own limit is 3 MB, which vendors' documents exceed.
        System.setProperty("maxYamlCodePoints", "100000000");
    }

    private final List<OpenApiInteractionValidator> documents;

    private OpenApiRules(List<OpenApiInteractionValidator> documents) {
        this.documents = documents;
    }

    static OpenApiRules read(List<Path> files) {
        return new OpenApiRules(files.stream().map(OpenApiRules::validator).toList());
    }

    /** Vendors' documents break the rules here and there; what can be read of them counts. */
    private static OpenApiInteractionValidator validator(Path file) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(false);
        SwaggerParseResult read =
                new OpenAPIParser().readLocation(file.toUri().toString(), null, options);
        OpenAPI document = read.getOpenAPI();
        if (document == null) {
            throw new IllegalArgumentException(
                    file.getFileName() + " is not an OpenAPI document: " + read.getMessages());
        }
        return new OpenApiInteractionValidator.Builder()
                .withApi(document)
                .withBasePathOverride("/")
                .withLevelResolver(LEVELS)
                .build();
    }

    @Override
    public List<String> problems(Call call, String path) {
        SimpleRequest request = request(call, path);
        List<String> unknown = new ArrayList<>();
        for (OpenApiInteractionValidator document : documents) {
            ValidationReport report = document.validateRequest(request);
            if (report.getMessages().stream().noneMatch(m -> m.getKey().equals(UNKNOWN_PATH))) {
                return report.getMessages().stream()
                        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                        .map(OpenApiRules::text)
                        .toList();
            }
            unknown.add("no such path");
        }
        return unknown.stream().limit(1).toList();
    }

    private static String text(ValidationReport.Message message) {
        return message.getMessage() + " [" + message.getKey() + "]";
    }

    private static SimpleRequest request(Call call, String path) {
        SimpleRequest.Builder request = new SimpleRequest.Builder(call.method(), path, true);
        call.queries().forEach(request::withQueryParam);
        call.headers().forEach((name, value) -> request.withHeader(name, value));
        if (!call.body().isEmpty()) {
            request.withBody(call.body());
        }
        return request.build();
    }
}
