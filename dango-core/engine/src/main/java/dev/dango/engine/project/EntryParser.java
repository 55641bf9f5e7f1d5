package dev.dango.engine.project;

import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one entry of {@code sources.yml} and collects everything that is wrong with it. */
final class EntryParser {

    private static final Set<String> COMMON =
            Set.of("name", "type", "enabled", "description", "tags", "lookback_days");

    private final YamlDocument yaml;
    private final Node node;
    private final List<SourceProblem> problems = new ArrayList<>();
    private Optional<String> name = Optional.empty();

    EntryParser(YamlDocument yaml, Node node) {
        this.yaml = yaml;
        this.node = node;
    }

    SourcesParser.Item parse() {
        Optional<SourceEntry> entry = Optional.empty();
        try {
            entry = Optional.of(read());
        } catch (SourceException e) {
            problems.add(new SourceProblem(name, yaml.line(node), e.getMessage()));
        }
        return new SourcesParser.Item(
                node, name, problems.isEmpty() ? entry : Optional.empty(), List.copyOf(problems));
    }

    private SourceEntry read() {
        if (!(node instanceof MappingNode mapping)) {
            throw yaml.error(
                    node, "a source must be a mapping with the keys \"name\" and \"type\".");
        }
        Map<String, Node> fields = yaml.fields(mapping);
        name = readName(fields.get("name"));
        String type = readType(fields.get("type"));
        fields.forEach((key, value) -> checkKey(mapping, key, value, type));
        return new SourceEntry(
                name.orElse(""),
                type,
                readEnabled(fields.get("enabled")),
                text("description", fields.get("description")),
                readTags(fields.get("tags")),
                readLookback(fields.get("lookback_days")),
                readSettings(fields.get(type), fields.get(EntryYaml.GENERIC_BLOCK), type),
                readTables(mapping, fields),
                yaml.line(node));
    }

    private Optional<String> readName(Node field) {
        Optional<String> written = text("name", field);
        if (written.isEmpty()) {
            problem(field, "the source has no name.");
            return Optional.empty();
        }
        String lower = written.get().toLowerCase(Locale.ROOT);
        nameProblem(lower).ifPresent(sentence -> problem(field, sentence));
        return Optional.of(lower);
    }

    /** What is wrong with a name, if anything. */
    static Optional<String> nameProblem(String name) {
        if (name.matches("[a-z_][a-z0-9_]*")) {
            return Optional.empty();
        }
        if (name.matches("[0-9].*")) {
            return Optional.of(
                    "the name \"" + name + "\" begins with a digit; a name begins with a letter.");
        }
        return Optional.of(
                "the name \""
                        + name
                        + "\" may consist of the letters a to z, digits and underscores only.");
    }

    private String readType(Node field) {
        String type = text("type", field).orElse("");
        if (type.isEmpty()) {
            problem(field, subject() + " has no type.");
        } else if (!type.matches("[a-z][a-z0-9_]*")) {
            problem(
                    field,
                    subject()
                            + " has the type \""
                            + type
                            + "\", but types are lower-case words such as csv or google_sheets.");
        }
        return type;
    }

    private void checkKey(MappingNode mapping, String key, Node value, String type) {
        if (COMMON.contains(key)
                || TableRulesParser.KEYS.contains(key)
                || key.equals(EntryYaml.GENERIC_BLOCK)
                || key.equals(type)) {
            return;
        }
        if (!EntryYaml.TYPED_BLOCKS.contains(key)) {
            Set<String> known = new TreeSet<>(COMMON);
            known.addAll(TableRulesParser.KEYS);
            known.add(EntryYaml.GENERIC_BLOCK);
            known.add(type);
            problem(
                    SourcesParser.keyNode(mapping, key),
                    subject()
                            + " has the unknown key \""
                            + key
                            + "\""
                            + Nearest.question(key, known));
        } else if (!isEmpty(yaml.value(value))) {
            problem(
                    SourcesParser.keyNode(mapping, key),
                    subject()
                            + " has a block \""
                            + key
                            + "\", but its type is "
                            + (type.isEmpty() ? "missing" : type)
                            + ".");
        }
    }

    private static boolean isEmpty(Object value) {
        return value == null
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private boolean readEnabled(Node field) {
        Object value = value(field);
        if (value == null) {
            return true;
        }
        Optional<Boolean> truth = Truth.of(value);
        if (truth.isEmpty()) {
            problem(field, subject() + " needs true or false for \"enabled\".");
        }
        return truth.orElse(true);
    }

    private List<String> readTags(Node field) {
        Object value = value(field);
        if (value == null) {
            return List.of();
        }
        List<?> tags = value instanceof List<?> list ? list : List.of(value);
        if (tags.stream()
                .anyMatch(tag -> tag == null || tag instanceof Collection || tag instanceof Map)) {
            problem(field, subject() + " needs a list of words for \"tags\".");
            return List.of();
        }
        return tags.stream().map(String::valueOf).toList();
    }

    private OptionalInt readLookback(Node field) {
        Object value = value(field);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value instanceof Integer days && days >= 0) {
            return OptionalInt.of(days);
        }
        problem(field, subject() + " needs a number of days for \"lookback_days\".");
        return OptionalInt.empty();
    }

    private TableRules readTables(MappingNode mapping, Map<String, Node> fields) {
        Map<String, Object> written = new LinkedHashMap<>();
        for (String key : TableRulesParser.KEYS) {
            Object value = value(fields.get(key));
            if (value != null) {
                written.put(key, value);
            }
        }
        Node place =
                written.isEmpty()
                        ? node
                        : SourcesParser.keyNode(mapping, written.keySet().iterator().next());
        return new TableRulesParser(sentence -> problem(place, subject() + ": " + sentence))
                .read(written);
    }

    private Map<String, Object> readSettings(Node typed, Node generic, String type) {
        Map<String, Object> ofType = block(type, typed);
        Map<String, Object> ofGeneric = block(EntryYaml.GENERIC_BLOCK, generic);
        if (!ofType.isEmpty() && !ofGeneric.isEmpty()) {
            problem(
                    generic,
                    subject()
                            + " has its settings in two places, \""
                            + type
                            + "\" and \"generic_config\"; keep one.");
        }
        return ofType.isEmpty() ? ofGeneric : ofType;
    }

    @SuppressWarnings("unchecked") // the keys of a YamlDocument's maps are Strings
    private Map<String, Object> block(String key, Node field) {
        Object value = value(field);
        if (isEmpty(value)) {
            return Map.of();
        }
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        problem(field, subject() + " needs a mapping of settings under \"" + key + "\".");
        return Map.of();
    }

    private Optional<String> text(String key, Node field) {
        Object value = value(field);
        if (value instanceof Collection || value instanceof Map) {
            problem(field, subject() + " needs a plain text for \"" + key + "\".");
            return Optional.empty();
        }
        return Optional.ofNullable(value).map(String::valueOf).filter(text -> !text.isBlank());
    }

    private Object value(Node field) {
        return field == null ? null : yaml.value(field);
    }

    private String subject() {
        return name.map(known -> "source \"" + known + "\"").orElse("the source");
    }

    private void problem(Node field, String sentence) {
        Node place = field == null ? node : field;
        problems.add(new SourceProblem(name, yaml.line(place), yaml.at(place, sentence)));
    }
}
