package dev.dango.engine.sync;

import dev.dango.engine.load.SourceState;
import dev.dango.engine.record.Names;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.SourceException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees to it that no two resources of a source write to one table. */
final class TableNames {

    private static final List<String> RESERVED = List.of("_dlt_", "_dango_");

    private final List<String> resources;
    private final SourceState state;

    TableNames(List<Resource> resources, SourceState state) {
        this.resources = resources.stream().map(resource -> resource.spec().name()).toList();
        this.state = state;
    }

    /**
     * Refuses a resource whose table is another's.
     *
     * @throws SourceException of kind CONFIG
     */
    void check(String resource) {
        String table = Names.path(resource);
        if (RESERVED.stream().anyMatch(table::startsWith)) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "the table of the resource \"%s\" would be %s, and such names are kept for tables of Dango's own"
                                    .formatted(resource, table))
                    .hint("Give it a name that begins with neither _dlt_ nor _dango_.");
        }
        List<String> sharing =
                resources.stream().filter(name -> Names.path(name).equals(table)).toList();
        if (sharing.size() > 1) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "the resources %s would share the table %s, so none of them is read"
                                    .formatted(
                                            sharing.stream()
                                                    .map(name -> '"' + name + '"')
                                                    .collect(Collectors.joining(" and ")),
                                            table))
                    .hint("Leave one of them out, or make two sources of them.");
        }
        if (state.isNested(table)) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "the table %s of the resource \"%s\" holds the lists of another table already"
                                    .formatted(table, resource))
                    .hint("Leave one of them out, or make two sources of them.");
        }
    }

    /** The tables of the other resources. */
    Set<String> others(String resource) {
        return resources.stream()
                .filter(name -> !name.equals(resource))
                .map(Names::path)
                .collect(Collectors.toSet());
    }
}
