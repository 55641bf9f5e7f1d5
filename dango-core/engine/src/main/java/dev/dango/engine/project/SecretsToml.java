package dev.dango.engine.project;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Credentials that stand in {@code .dlt/secrets.toml}, where the original keeps them. */
public final class SecretsToml {

    private static final String NAME = ".dlt/secrets.toml";

    private final JsonNode root;

    private SecretsToml(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads the file of a project. A missing file is an empty one.
     *
     * @param project whose
     * @return never null
     * @throws SourceException of kind CONFIG that names line and column, if it is not TOML
     */
    public static SecretsToml read(Project project) {
        Optional<String> text = AtomicFiles.read(project.secretsFile());
        return new SecretsToml(text.map(SecretsToml::parse).orElseGet(MissingNode::getInstance));
    }

    private static JsonNode parse(String text) {
        try {
            return new TomlMapper().readTree(text);
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the text, and the text is secret.
            JsonLocation at = e.getLocation();
            String where =
                    at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw SourceException.of(ErrorKind.CONFIG, NAME + " is not valid TOML" + where + ".");
        }
    }

    /**
     * Looks a credential up, in {@code [sources.NAME]}, {@code [sources.NAME.credentials]}, {@code
     * [sources.TYPE]} and {@code [sources.TYPE.credentials]}, in this order.
     *
     * @param source the source's name
     * @param type the source's type
     * @param keys the names under which it may stand, the first found counts
     * @return the text; a table as JSON; empty if there is nothing
     */
    public Optional<String> find(String source, String type, List<String> keys) {
        JsonNode sources = root.path("sources");
        return Stream.of(sources.path(source), sources.path(type))
                .flatMap(table -> Stream.of(table, table.path("credentials")))
                .flatMap(table -> keys.stream().map(table::path))
                .filter(node -> !node.isMissingNode())
                .map(node -> node.isValueNode() ? node.asText() : node.toString())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
