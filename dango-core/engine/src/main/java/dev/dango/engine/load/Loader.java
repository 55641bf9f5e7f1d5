package dev.dango.engine.load;

import dev.dango.engine.protocol.Step;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.state.CursorState;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a stage into the warehouse: rows, tables, positions and the row in {@code _dlt_loads} in
 * one transaction. A resource that cannot be written is left out and the transaction done again
 * without it, since DuckDB gives up a whole transaction over one failed statement.
 */
public final class Loader {

    private final Session session;
    private final StagedLoad staged;
    private final Steps steps;
    private final LoadHeader header;
    private final List<LoadResult.Failure> failures = new ArrayList<>();
    private final FileProbe probe;

    private Loader(Session session, StagedLoad staged, Steps steps) {
        this.session = session;
        this.staged = staged;
        this.steps = steps;
        this.header = staged.header().orElseThrow();
        this.probe = new FileProbe(session, staged.folder());
    }

    /** Loads a stage, once: if its load is in the warehouse already, nothing happens. */
    static LoadResult load(Session session, StagedLoad staged, Steps steps) throws SQLException {
        return new Loader(session, staged, steps).run();
    }

    private LoadResult run() throws SQLException {
        List<StagedLoad.Resource> resources = new ArrayList<>(staged.loadable());
        for (StagedLoad.Resource resource : resources) {
            probe.findEmpty(resource);
        }
        while (true) {
            StagedLoad.Resource failed;
            try {
                LoadResult result =
                        session.transaction(
                                () -> {
                                    LoadResult written = attempt(resources);
                                    steps.reached(Step.BEFORE_COMMIT);
                                    return written;
                                });
                steps.reached(Step.COMMITTED);
                return result;
            } catch (SQLException e) {
                if (!(e.getCause() instanceof ResourceFailure failure)) {
                    throw e;
                }
                failed = failure.resource();
                if (!probe.mend(failed)) {
                    failures.add(new LoadResult.Failure(failed.load.resource(), failure.reason()));
                    resources.remove(failed);
                }
            }
        }
    }

    private LoadResult attempt(List<StagedLoad.Resource> resources) throws SQLException {
        String schema = header.schema();
        session.execute("CREATE SCHEMA IF NOT EXISTS " + Sql.WAREHOUSE + "." + Sql.name(schema));
        LoadLog log = new LoadLog(session, schema);
        StateStore state = new StateStore(session, schema);
        SchemaVersions versions = new SchemaVersions(session, schema, header.source());
        PipelineStates states = new PipelineStates(session, schema, header.source());
        LoadNotes notes = new LoadNotes(session, schema);
        log.create();
        notes.create();
        state.create();
        versions.create();
        states.create();
        if (log.contains(header.loadId())) {
            return new LoadResult(Optional.empty(), List.of(), failures, List.of());
        }
        WarehouseSchema shape = WarehouseSchema.read(session, schema);
        List<TableReport> tables = new ArrayList<>();
        boolean changed = false;
        for (StagedLoad.Resource resource : resources) {
            ResourceWriter writer =
                    new ResourceWriter(
                            session,
                            shape,
                            staged,
                            resource,
                            state.sample(resource.load.resource()),
                            state.read(resource.load.resource()).isEmpty(),
                            probe);
            try {
                List<TableReport> reports = writer.write();
                tables.addAll(reports);
                changed |=
                        notes.note(
                                header,
                                resource,
                                reports,
                                writer.hasChanged(),
                                () -> writeState(state, resource));
            } catch (SQLException e) {
                if (DiskFailure.isWantOfRoom(e)) {
                    throw e; // not the table's fault: the stage is kept until there is room
                }
                throw failed(resource, explain(resource, e), e);
            } catch (SourceException e) {
                throw failed(resource, e, e);
            } catch (DamagedStageException e) {
                throw failed(resource, damaged(resource), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (changed) {
            List<ResourceLoad> loads = resources.stream().map(resource -> resource.load).toList();
            SchemaVersions.Version version = versions.record(shape, loads);
            log.add(header.loadId(), version.name(), version.hash());
            states.record(header.loadId(), version.name(), loads, state);
        }
        return new LoadResult(
                changed ? Optional.of(header.loadId()) : Optional.empty(),
                tables,
                allFailures(resources),
                probe.warnings(resources));
    }

    /** Those of whole resources, and those of single files of the resources that were loaded. */
    private List<LoadResult.Failure> allFailures(List<StagedLoad.Resource> loaded) {
        List<LoadResult.Failure> all = new ArrayList<>(failures);
        for (StagedLoad.Resource resource : loaded) {
            for (StagedFile file : resource.files) {
                SourceException reason = probe.bad().get(file.path());
                if (reason != null) {
                    all.add(new LoadResult.Failure(resource.load.resource(), reason));
                }
            }
        }
        return all;
    }

    private boolean writeState(StateStore state, StagedLoad.Resource resource) throws SQLException {
        String name = resource.load.resource();
        if (header.options().fullRefresh() || resource.load.mode() == WriteMode.REPLACE) {
            state.forget(name);
        }
        if (header.options().limited()) {
            if (resource.load.mode() == WriteMode.APPEND) {
                state.noteSample(name, header.loadId());
            }
            return false;
        }
        state.forget(name, StateStore.SAMPLE);
        for (String slice : resource.forgotten) {
            state.forget(name, slice);
        }
        Map<String, CursorState> cursors = new LinkedHashMap<>(resource.cursors);
        for (StagedFile file : resource.files) {
            if (!probe.isLoadable(file)) {
                cursors.remove(file.slice());
            }
        }
        state.write(name, cursors, header.loadId());
        return !resource.forgotten.isEmpty() || !cursors.isEmpty();
    }

    /** Carried as the cause of an SQLException, so that the transaction ends the usual way. */
    private static SQLException failed(
            StagedLoad.Resource resource, SourceException reason, Exception cause) {
        SQLException carrier = new SQLException(reason.getMessage());
        carrier.initCause(new ResourceFailure(resource, reason.causedBy(cause)));
        return carrier;
    }

    private static SourceException damaged(StagedLoad.Resource resource) {
        return SourceException.of(
                        ErrorKind.DATA,
                        "what was read of table %s was damaged on disk"
                                .formatted(resource.load.table()))
                .hint("Sync again: it is read again.");
    }

    private static SourceException explain(StagedLoad.Resource resource, SQLException e) {
        if (String.valueOf(e.getMessage()).contains("Invalid string encoding")) {
            return SourceException.of(
                    ErrorKind.DATA,
                    "a text for table %s is not in UTF-8".formatted(resource.load.table()));
        }
        return SourceException.of(
                ErrorKind.DATA,
                "table %s cannot be written: %s"
                        .formatted(resource.load.table(), Messages.firstLine(e)));
    }
}
