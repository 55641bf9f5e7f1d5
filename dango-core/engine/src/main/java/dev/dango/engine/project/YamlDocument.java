package dev.dango.engine.project;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML text as a tree that knows where each node stands, and as plain values.
 *
 * <p>Values are String, Boolean, Integer, Long, BigInteger, BigDecimal, List and Map with String
 * keys, and null. Only what looks the same when it is written again counts as a number or a truth
 * value: {@code 0123}, {@code 12:30}, {@code 2024-06-01}, {@code yes} and {@code NO} stay the texts
 * that the user wrote.
 */
public final class YamlDocument {

    private static final int DEEPEST = 50;

    private final String file;
    private final String text;
    private final Node root;

    private YamlDocument(String file, String text, Node root) {
        this.file = file;
        this.text = text;
        this.root = root;
    }

    /**
     * Reads a text.
     *
     * @param file what messages call it
     * @param text YAML, one document at most
     * @return never null
     * @throws SourceException of kind CONFIG that names line and column, if it is not YAML
     */
    public static YamlDocument parse(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        DumperOptions dumping = new DumperOptions();
        Yaml yaml =
                new Yaml(
                        new SafeConstructor(options),
                        new Representer(dumping),
                        dumping,
                        options,
                        new PlainResolver());
        try {
            return new YamlDocument(file, text, yaml.compose(new StringReader(text)));
        } catch (MarkedYAMLException e) {
            throw syntaxError(file, e).causedBy(e);
        } catch (YAMLException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            file + " is not valid YAML: " + firstLine(e.getMessage()) + ".")
                    .causedBy(e);
        }
    }

    /**
     * Reads a short text, such as the default of a setting.
     *
     * @param text YAML
     * @return the value; null if it is empty
     */
    public static Object valueOf(String text) {
        YamlDocument document = parse("The value", text);
        return document.root == null ? null : document.value(document.root);
    }

    private static SourceException syntaxError(String file, MarkedYAMLException e) {
        boolean unclosed = e.getProblem() != null && e.getProblem().contains("end of stream");
        Mark mark =
                unclosed && e.getContextMark() != null ? e.getContextMark() : e.getProblemMark();
        String where =
                mark == null
                        ? ""
                        : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
        String context = unclosed && e.getContext() != null ? " " + e.getContext() : "";
        return SourceException.of(
                ErrorKind.CONFIG,
                file + " is not valid YAML" + where + ": " + e.getProblem() + context + ".");
    }

    private static String firstLine(String message) {
        return message == null ? "it cannot be read" : message.lines().findFirst().orElse("");
    }

    /**
     * The top of the tree.
     *
     * @return empty if there is nothing but blanks and comments
     */
    public Optional<Node> root() {
        return Optional.ofNullable(root);
    }

    /**
     * The text it was made from.
     *
     * @return never null
     */
    public String text() {
        return text;
    }

    /**
     * The line a node begins in.
     *
     * @param node of this document
     * @return from 1
     */
    public int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /**
     * Where the node begins in the text.
     *
     * @param node of this document
     * @return an index into {@link #text}
     */
    public int start(Node node) {
        return offset(node.getStartMark());
    }

    /**
     * Where the node ends in the text.
     *
     * @param node of this document
     * @return an index into {@link #text}, of the first character behind it
     */
    public int end(Node node) {
        return offset(node.getEndMark());
    }

    /** SnakeYAML counts code points. */
    private int offset(Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    /**
     * A sentence that says where.
     *
     * @param node of this document
     * @param sentence what is wrong with it
     * @return the file, line and column, and the sentence
     */
    public String at(Node node, String sentence) {
        return file
                + ", line "
                + line(node)
                + ", column "
                + (node.getStartMark().getColumn() + 1)
                + ": "
                + sentence;
    }

    /**
     * A problem with a node.
     *
     * @param node of this document
     * @param sentence what is wrong with it
     * @return of kind CONFIG
     */
    public SourceException error(Node node, String sentence) {
        return SourceException.of(ErrorKind.CONFIG, at(node, sentence));
    }

    /**
     * The keys of a mapping with their values, in order, with merge keys ({@code <<}) resolved.
     *
     * @param mapping of this document
     * @return a new map
     * @throws SourceException of kind CONFIG if a key stands twice or is not a plain text
     */
    public Map<String, Node> fields(MappingNode mapping) {
        Map<String, Node> fields = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (key.getTag().equals(Tag.MERGE)) {
                merged.add(tuple.getValueNode());
            } else if (!(key instanceof ScalarNode scalar)) {
                throw error(key, "a key must be a plain text.");
            } else if (fields.putIfAbsent(scalar.getValue(), tuple.getValueNode()) != null) {
                throw error(key, "the key \"" + scalar.getValue() + "\" stands here twice.");
            }
        }
        merged.forEach(node -> merge(fields, node));
        return fields;
    }

    private void merge(Map<String, Node> fields, Node merged) {
        if (merged instanceof MappingNode mapping) {
            fields(mapping).forEach(fields::putIfAbsent);
        } else if (merged instanceof SequenceNode sequence) {
            sequence.getValue().forEach(element -> merge(fields, element));
        } else {
            throw error(merged, "\"<<\" needs a mapping.");
        }
    }

    /**
     * A node as a plain value.
     *
     * @param node of this document
     * @return null for an empty or null node
     * @throws SourceException of kind CONFIG if it holds what has no plain value
     */
    public Object value(Node node) {
        return value(node, 0);
    }

    private Object value(Node node, int depth) {
        if (depth > DEEPEST) {
            throw error(node, "this is nested too deeply.");
        }
        if (node instanceof ScalarNode scalar) {
            return scalarValue(scalar);
        }
        if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
            List<Object> list = new ArrayList<>();
            sequence.getValue().forEach(element -> list.add(value(element, depth + 1)));
            return Collections.unmodifiableList(list);
        }
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            Map<String, Object> map = new LinkedHashMap<>();
            fields(mapping).forEach((key, element) -> map.put(key, value(element, depth + 1)));
            return Collections.unmodifiableMap(map);
        }
        throw unknownTag(node);
    }

    private Object scalarValue(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String written = scalar.getValue();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE)) {
            return written;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(written);
        }
        try {
            if (tag.equals(Tag.INT)) {
                return integer(new BigInteger(written));
            }
            if (tag.equals(Tag.FLOAT)) {
                return new BigDecimal(written);
            }
        } catch (NumberFormatException e) {
            throw error(scalar, "\"" + written + "\" is not a number.");
        }
        throw unknownTag(scalar);
    }

    private static Number integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    private SourceException unknownTag(Node node) {
        return error(node, "the tag " + node.getTag().getValue() + " means nothing to Dango.");
    }

    /** Takes for a number or truth value only what it would also write that way. */
    private static final class PlainResolver extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(
                    Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
            addImplicitResolver(Tag.INT, Pattern.compile("-?(0|[1-9][0-9]*)"), "-0123456789");
            addImplicitResolver(
                    Tag.FLOAT,
                    Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?"),
                    "-0123456789");
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL"), "~nN\0");
            addImplicitResolver(Tag.NULL, Pattern.compile(""), null);
        }
    }
}
