package dev.dango.engine.project;

import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** From the text of {@code sources.yml} to its entries and to what is wrong with them. */
final class SourcesParser {

    private static final Set<String> TOP_LEVEL = Set.of("version", "sources");
    private static final String VERSION = "1.0";

    private final YamlDocument yaml;

    private SourcesParser(YamlDocument yaml) {
        this.yaml = yaml;
    }

    /**
     * The file as it was understood.
     *
     * @param yaml the text and its tree
     * @param sources the key {@code sources} and its value, if the file has it
     * @param items the entries, in order
     */
    record Parsed(YamlDocument yaml, Optional<NodeTuple> sources, List<Item> items) {

        List<SourceEntry> entries() {
            return items.stream().flatMap(item -> item.entry().stream()).toList();
        }

        List<SourceProblem> problems() {
            return items.stream().flatMap(item -> item.problems().stream()).toList();
        }

        List<Item> named(String name) {
            return items.stream()
                    .filter(item -> item.name().filter(name::equals).isPresent())
                    .toList();
        }
    }

    /**
     * One entry.
     *
     * @param node where it stands
     * @param name its name in lower case, if it has one
     * @param entry what it says, unless there are problems
     * @param problems what is wrong with it
     */
    record Item(
            Node node,
            Optional<String> name,
            Optional<SourceEntry> entry,
            List<SourceProblem> problems) {

        private Item refused(SourceProblem problem) {
            List<SourceProblem> all = new ArrayList<>(problems);
            all.add(problem);
            return new Item(node, name, Optional.empty(), List.copyOf(all));
        }
    }

    /**
     * Reads a text.
     *
     * @throws SourceException of kind CONFIG if the file as a whole cannot be used
     */
    static Parsed parse(String file, String text) {
        YamlDocument yaml = YamlDocument.parse(file, text);
        return yaml.root()
                .map(root -> new SourcesParser(yaml).parse(root))
                .orElseGet(() -> new Parsed(yaml, Optional.empty(), List.of()));
    }

    private Parsed parse(Node root) {
        if (!(root instanceof MappingNode top)) {
            throw yaml.error(
                    root, "the file must begin with the keys \"version\" and \"sources\".");
        }
        Map<String, Node> fields = yaml.fields(top);
        fields.keySet().forEach(key -> checkTopLevelKey(top, key));
        checkVersion(fields.get("version"));
        return new Parsed(yaml, tuple(top, "sources"), items(fields.get("sources")));
    }

    private void checkTopLevelKey(MappingNode top, String key) {
        if (!TOP_LEVEL.contains(key)) {
            throw yaml.error(
                    keyNode(top, key),
                    "unknown key \"" + key + "\"" + Nearest.question(key, TOP_LEVEL));
        }
    }

    private void checkVersion(Node version) {
        if (version != null && !VERSION.equals(String.valueOf(yaml.value(version)))) {
            throw yaml.error(
                    version,
                    "version "
                            + yaml.value(version)
                            + " of this file is unknown; this Dango reads version \"1.0\".");
        }
    }

    static Optional<NodeTuple> tuple(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(
                        tuple ->
                                tuple.getKeyNode() instanceof ScalarNode scalar
                                        && scalar.getValue().equals(key))
                .findFirst();
    }

    /** Where a key stands; the mapping itself if the key comes out of a merge. */
    static Node keyNode(MappingNode mapping, String key) {
        return tuple(mapping, key).map(NodeTuple::getKeyNode).orElse(mapping);
    }

    private List<Item> items(Node sources) {
        if (sources == null || (sources instanceof ScalarNode && yaml.value(sources) == null)) {
            return List.of();
        }
        if (!(sources instanceof SequenceNode sequence)) {
            throw yaml.error(sources, "\"sources\" must be a list, one source an item.");
        }
        List<Item> items = new ArrayList<>();
        sequence.getValue().forEach(node -> items.add(new EntryParser(yaml, node).parse()));
        refuseDuplicates(items);
        return List.copyOf(items);
    }

    /** None of the namesakes is used: which of them was meant is not for Dango to guess. */
    private void refuseDuplicates(List<Item> items) {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            int place = i;
            items.get(i)
                    .name()
                    .ifPresent(
                            name ->
                                    places.computeIfAbsent(name, key -> new ArrayList<>())
                                            .add(place));
        }
        places.forEach(
                (name, namesakes) -> {
                    if (namesakes.size() > 1) {
                        SourceProblem problem = duplicate(name, namesakes, items);
                        namesakes.forEach(i -> items.set(i, withoutEntry(items.get(i))));
                        int last = namesakes.get(namesakes.size() - 1);
                        items.set(last, items.get(last).refused(problem));
                    }
                });
    }

    private static Item withoutEntry(Item item) {
        return new Item(item.node(), item.name(), Optional.empty(), item.problems());
    }

    private SourceProblem duplicate(String name, List<Integer> namesakes, List<Item> items) {
        String lines =
                String.join(
                        " and ",
                        namesakes.stream()
                                .map(i -> String.valueOf(yaml.line(items.get(i).node())))
                                .toList());
        Node second = items.get(namesakes.get(1)).node();
        return new SourceProblem(
                Optional.of(name),
                yaml.line(second),
                yaml.at(
                        second,
                        "the name \""
                                + name
                                + "\" is given to several sources, in lines "
                                + lines
                                + "; each needs its own."));
    }
}
