package dev.dango.cli;

import dev.dango.engine.load.WarehouseInspector;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourceProblem;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.sync.CancellationSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the commands on the warehouse share. */
abstract class DbSubcommand extends DangoSubcommand {

    DbSubcommand(Session session) {
        super(session);
    }

    /** A look into the warehouse; a wait for another process is told of. */
    final WarehouseInspector warehouse() {
        return session().dango().warehouse(new CancellationSource(), new WaitNotes(output()));
    }

    /**
     * The schemas of sources that are not configured any more. An entry that cannot be used still
     * owns its tables.
     */
    final List<String> orphans(WarehouseInspector warehouse) {
        SourcesFile sources = session().sources();
        Set<String> owned = new HashSet<>();
        sources.entries().stream().map(SourceEntry::schema).forEach(owned::add);
        sources.problems().stream()
                .map(SourceProblem::source)
                .forEach(name -> name.ifPresent(known -> owned.add("raw_" + known)));
        return warehouse.sourceSchemas().stream()
                .filter(schema -> !owned.contains(schema))
                .toList();
    }
}
