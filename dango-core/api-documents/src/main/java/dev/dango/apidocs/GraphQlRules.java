package dev.dango.apidocs;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.testkit.Call;
import graphql.GraphQLContext;
import graphql.GraphQLException;
import graphql.execution.RawVariables;
import graphql.execution.ValuesResolver;
import graphql.introspection.IntrospectionResultToSchema;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The rules of a GraphQL schema. */
final class GraphQlRules implements ApiDocument.Rules {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final GraphQLSchema schema;

    private GraphQlRules(GraphQLSchema schema) {
        this.schema = schema;
    }

    static GraphQlRules read(Path introspection) {
        try {
            Map<String, Object> answer = JSON.readValue(introspection.toFile(), OBJECT);
            Object data = answer.getOrDefault("data", answer);
            Document definition =
                    new IntrospectionResultToSchema()
                            .createSchemaDefinition(JSON.convertValue(data, OBJECT));
            return new GraphQlRules(
                    UnExecutableSchemaGenerator.makeUnExecutableSchema(
                            new SchemaParser().buildRegistry(definition)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> problems(Call call, String path) {
        try {
            Map<String, Object> body = JSON.readValue(call.body(), OBJECT);
            Document query = Parser.parse(String.valueOf(body.get("query")));
            List<String> errors =
                    new Validator()
                            .validateDocument(schema, query, Locale.ROOT).stream()
                                    .map(ValidationError::getMessage)
                                    .toList();
            return errors.isEmpty() ? variables(query, body.get("variables")) : errors;
        } catch (IOException | InvalidSyntaxException e) {
            return List.of(e.getMessage());
        }
    }

    private List<String> variables(Document query, Object variables) {
        Map<String, Object> given =
                variables == null ? Map.of() : JSON.convertValue(variables, OBJECT);
        return query.getDefinitionsOfType(OperationDefinition.class).stream()
                .flatMap(operation -> problems(operation, given))
                .toList();
    }

    private Stream<String> problems(OperationDefinition operation, Map<String, Object> given) {
        try {
            ValuesResolver.coerceVariableValues(
                    schema,
                    operation.getVariableDefinitions(),
                    RawVariables.of(given),
                    GraphQLContext.getDefault(),
                    Locale.ROOT);
            return Stream.of();
        } catch (GraphQLException e) {
            return Stream.of(e.getMessage());
        }
    }
}
