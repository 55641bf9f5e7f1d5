package dev.dango.engine.project;

import dev.dango.engine.record.Names;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the user says about how the tables of a source are written.
 *
 * @param all for every table of the source; only nesting and contract are said here, and a
 *     connector that says more about a table is right
 * @param byTable for single tables, by resource or table name
 */
public record TableRules(TableRule all, Map<String, TableRule> byTable) {

    /** Nothing is said. */
    public static final TableRules NONE = new TableRules(TableRule.NONE, Map.of());

    /** Copies. */
    public TableRules {
        byTable = Map.copyOf(byTable);
    }

    /**
     * A resource as the user wants it: a rule for its table wins over the connector, and the
     * connector over a rule for all tables.
     *
     * @param spec what the connector says
     * @return never null
     */
    public ResourceSpec apply(ResourceSpec spec) {
        ResourceSpec changed = spec;
        if (spec.maxTableNesting().isEmpty() && all.maxTableNesting().isPresent()) {
            changed = changed.maxTableNesting(all.maxTableNesting().getAsInt());
        }
        if (spec.contract().isEmpty() && all.contract().isPresent()) {
            changed = changed.contract(all.contract().get());
        }
        return rule(spec.name()).apply(changed);
    }

    /**
     * The columns the user declares for a resource.
     *
     * @param resource its name
     * @return empty if none
     */
    public TableSchema columns(String resource) {
        return rule(resource).columns();
    }

    /** A rule may name the resource as the connector does, or its table. */
    private TableRule rule(String resource) {
        return byTable.getOrDefault(
                resource, byTable.getOrDefault(Names.path(resource), TableRule.NONE));
    }

    /**
     * Tables that are spoken of but that the source does not have.
     *
     * @param resources the names of those it has
     * @return sentences, without the source's name
     */
    public List<String> strayTables(List<String> resources) {
        Set<String> known = new TreeSet<>(resources);
        resources.forEach(resource -> known.add(Names.path(resource)));
        return byTable.keySet().stream()
                .filter(table -> !known.contains(table))
                .sorted()
                .map(
                        table ->
                                "sources.yml has rules for the table \""
                                        + table
                                        + "\", which is not read"
                                        + Nearest.question(table, known))
                .toList();
    }
}
