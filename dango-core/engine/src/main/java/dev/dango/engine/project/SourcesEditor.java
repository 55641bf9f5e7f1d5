package dev.dango.engine.project;

import dev.dango.engine.project.SourcesParser.Item;
import dev.dango.engine.project.SourcesParser.Parsed;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Changes the text of {@code sources.yml} only where the change is. Comments stay, even those above
 * a removed entry: whether they belong to it or to the section is not for a program to decide.
 */
final class SourcesEditor {

    private final Parsed parsed;
    private final YamlDocument yaml;
    private final TextLines lines;

    SourcesEditor(Parsed parsed) {
        this.parsed = parsed;
        this.yaml = parsed.yaml();
        this.lines = new TextLines(yaml.text());
    }

    /** The text with one more entry at the end of the list. */
    String add(SourceEntry entry) {
        if (parsed.sources().isEmpty()) {
            return addWithList(entry);
        }
        NodeTuple sources = parsed.sources().get();
        if (parsed.items().isEmpty()) {
            return addFirst(sources, entry);
        }
        SequenceNode list = (SequenceNode) sources.getValueNode();
        return isFlow(list) ? addToFlow(entry) : addToBlock(list, entry);
    }

    private String addWithList(SourceEntry entry) {
        if (yaml.root().isPresent() && isFlow(yaml.root().get())) {
            throw byHand("has no list of sources");
        }
        String list = "sources:\n" + EntryYaml.block(entry, 2);
        if (yaml.text().isBlank()) {
            return SourcesTemplate.HEADER + list;
        }
        String version = yaml.root().isPresent() ? "" : "version: \"1.0\"\n";
        return lines.insertLines(yaml.text().length(), version + list);
    }

    private String addFirst(NodeTuple sources, SourceEntry entry) {
        Node value = sources.getValueNode();
        if (isFlow(yaml.root().orElseThrow())) {
            return lines.replace(
                    yaml.start(value), yaml.end(value), "[" + EntryYaml.flow(entry) + "]");
        }
        int colon = colonOf(sources.getKeyNode());
        int start = Math.max(colon, yaml.start(value));
        int end = Math.max(colon, yaml.end(value));
        int from = lines.isBlank(colon, start) ? colon : start;
        TextLines emptied = new TextLines(lines.replace(from, end, ""));
        return emptied.insertLines(emptied.lineEnd(colon), EntryYaml.block(entry, 2));
    }

    private String addToBlock(SequenceNode list, SourceEntry entry) {
        int size = parsed.items().size();
        Range last = range(size - 1);
        boolean spaced = size > 1 && lines.isBlankBefore(range(size - 1).start());
        String block = EntryYaml.block(entry, list.getStartMark().getColumn());
        return lines.insertLines(last.end(), (spaced ? "\n" : "") + block);
    }

    private String addToFlow(SourceEntry entry) {
        Item last = parsed.items().get(parsed.items().size() - 1);
        return lines.insert(yaml.end(last.node()), ", " + EntryYaml.flow(entry));
    }

    /** The text without the entry. */
    String remove(Item item) {
        SequenceNode list = (SequenceNode) parsed.sources().orElseThrow().getValueNode();
        int index = parsed.items().indexOf(item);
        if (isFlow(list)) {
            return removeFromFlow(index);
        }
        String without = lines.removeLines(range(index).start(), range(index).end());
        if (parsed.items().size() > 1) {
            return without;
        }
        int colon = colonOf(parsed.sources().get().getKeyNode());
        return new TextLines(without).insert(colon, " []");
    }

    private String removeFromFlow(int index) {
        Node node = parsed.items().get(index).node();
        int start = yaml.start(node);
        int end = yaml.end(node);
        Optional<Integer> following = lines.commaAfter(end);
        if (following.isPresent()) {
            int comma = following.get();
            return lines.isBlank(end, comma)
                    ? lines.replace(start, lines.afterSpaces(comma + 1), "")
                    : new TextLines(lines.replace(comma, comma + 1, "")).replace(start, end, "");
        }
        String without = lines.replace(start, end, "");
        if (index == 0) {
            return without;
        }
        int comma = lines.commaAfter(yaml.end(parsed.items().get(index - 1).node())).orElseThrow();
        return new TextLines(without).replace(comma, lines.afterSpaces(comma + 1), "");
    }

    /** The text with the entry enabled or disabled. */
    String setEnabled(Item item, boolean enabled) {
        if (!(item.node() instanceof MappingNode mapping)) {
            throw byHand("has an entry that is not a mapping");
        }
        Optional<NodeTuple> written = SourcesParser.tuple(mapping, "enabled");
        if (written.isPresent()) {
            return replaceEnabled(written.get(), enabled);
        }
        NodeTuple type =
                SourcesParser.tuple(mapping, "type")
                        .orElseThrow(() -> byHand("has an entry without a type"));
        int end = contentEnd(type);
        if (isFlow(mapping)) {
            return lines.insert(end, ", enabled: " + enabled);
        }
        String indent = " ".repeat(type.getKeyNode().getStartMark().getColumn());
        return lines.insertLines(lines.lineEnd(end), indent + "enabled: " + enabled + "\n");
    }

    private String replaceEnabled(NodeTuple written, boolean enabled) {
        int colon = colonOf(written.getKeyNode());
        Node value = written.getValueNode();
        boolean alias = yaml.start(value) < yaml.start(written.getKeyNode());
        if (alias || !(value instanceof ScalarNode)) {
            throw byHand("does not say \"enabled\" in a simple way");
        }
        if (yaml.end(value) <= colon || yaml.start(value) == yaml.end(value)) {
            return lines.insert(colon, " " + enabled);
        }
        return lines.replace(yaml.start(value), yaml.end(value), String.valueOf(enabled));
    }

    /** The offset behind the colon of a key. */
    private int colonOf(Node key) {
        return yaml.text().indexOf(':', yaml.end(key)) + 1;
    }

    private record Range(int start, int end) {}

    /** The lines of an entry in block style, with the comments that are indented below its dash. */
    private Range range(int index) {
        SequenceNode list = (SequenceNode) parsed.sources().orElseThrow().getValueNode();
        int column = list.getStartMark().getColumn();
        Node node = parsed.items().get(index).node();
        int start =
                lines.lineOfDash(yaml.start(node), column)
                        .orElseThrow(() -> byHand("has a list that is laid out unusually"));
        int end = lines.lineEnd(Math.max(contentEnd(node), start));
        return new Range(start, lines.endOfDeeperComments(end, column));
    }

    /** SnakeYAML ends a block where the next token begins, which is behind blanks and comments. */
    private int contentEnd(Node node) {
        int end =
                node instanceof CollectionNode<?> collection && !isFlow(node)
                        ? childrenEnd(collection)
                        : yaml.end(node);
        return lines.withoutTrailingBlanks(end);
    }

    private int childrenEnd(CollectionNode<?> collection) {
        return collection.getValue().stream()
                .mapToInt(
                        child ->
                                child instanceof NodeTuple tuple
                                        ? contentEnd(tuple)
                                        : contentEnd((Node) child))
                .max()
                .orElse(yaml.start(collection));
    }

    /** The value of an alias stands elsewhere, before its key; the key's end is then the best. */
    private int contentEnd(NodeTuple tuple) {
        int key = yaml.end(tuple.getKeyNode());
        return yaml.start(tuple.getValueNode()) < key
                ? key
                : Math.max(key, contentEnd(tuple.getValueNode()));
    }

    private static boolean isFlow(Node node) {
        return node instanceof CollectionNode<?> collection
                && collection.getFlowStyle() == FlowStyle.FLOW;
    }

    private static SourceException byHand(String why) {
        return SourceException.of(
                        ErrorKind.CONFIG,
                        ".dango/sources.yml " + why + ", so it cannot be changed automatically.")
                .hint("Change it by hand: dango source edit.");
    }
}
