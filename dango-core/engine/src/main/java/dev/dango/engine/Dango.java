package dev.dango.engine;

import dev.dango.engine.load.Warehouse;
import dev.dango.engine.load.WarehouseInspector;
import dev.dango.engine.project.Environment;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.report.SyncReport;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.settings.SettingsBinder;
import dev.dango.engine.source.SourceCatalog;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.LoadEditor;
import dev.dango.engine.sync.PlanDescriber;
import dev.dango.engine.sync.PositionEditor;
import dev.dango.engine.sync.SourceCheck;
import dev.dango.engine.sync.SyncEnvironment;
import dev.dango.engine.sync.SyncListener;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.engine.sync.SyncPlan;
import dev.dango.engine.sync.SyncRunner;
import java.time.Clock;
import java.util.List;

/**
 * The engine's front door: one project with the connectors it can use. Nothing is opened or
 * contacted before a method needs it. Thread-safe.
 */
public final class Dango {

    private final SyncEnvironment environment;

    /**
     * Opens a project.
     *
     * @param project where things are
     * @param catalog the connectors; closed by the caller
     * @param variables the environment and {@code .env}
     * @param redactor learns every secret and hides it in what comes out
     * @param clock what time it is, everywhere
     */
    public Dango(
            Project project,
            SourceCatalog catalog,
            Environment variables,
            Redactor redactor,
            Clock clock) {
        this(project, catalog, variables, redactor, clock, Steps.UNWATCHED);
    }

    /**
     * Opens a project whose syncs can be stopped at each of their steps, for tests.
     *
     * @param project where things are
     * @param catalog the connectors; closed by the caller
     * @param variables the environment and {@code .env}
     * @param redactor learns every secret and hides it in what comes out
     * @param clock what time it is, everywhere
     * @param steps hears of each step
     */
    public Dango(
            Project project,
            SourceCatalog catalog,
            Environment variables,
            Redactor redactor,
            Clock clock,
            Steps steps) {
        SettingsBinder binder =
                new SettingsBinder(project, variables, SecretsToml.read(project), redactor, clock);
        Warehouse warehouse =
                new Warehouse(
                        project.warehouse(),
                        project.storageVersion(),
                        project.state().resolve("locks"),
                        steps);
        this.environment =
                new SyncEnvironment(project, catalog, binder, redactor, warehouse, clock, steps);
    }

    /**
     * Syncs sources.
     *
     * @param sources in the order in which they are to be reported
     * @param options what is asked for
     * @param listener hears how it goes
     * @param cancellation ends it early
     * @return what happened; failures are in it, not thrown
     */
    public SyncReport sync(
            List<SourceEntry> sources,
            SyncOptions options,
            SyncListener listener,
            CancellationSource cancellation) {
        return new SyncRunner(environment).run(sources, options, listener, cancellation);
    }

    /**
     * Says what a sync would do, and changes nothing.
     *
     * @param sources the sources
     * @param options what would be asked for
     * @param ask whether remote systems may be contacted
     * @param cancellation ends it early
     * @return failures are in it, not thrown
     */
    public SyncPlan plan(
            List<SourceEntry> sources,
            SyncOptions options,
            boolean ask,
            CancellationSource cancellation) {
        return new SyncPlan(
                sources.stream()
                        .map(
                                source ->
                                        new PlanDescriber(
                                                        source,
                                                        environment,
                                                        options,
                                                        ask,
                                                        cancellation)
                                                .describe())
                        .toList());
    }

    /**
     * Tests whether a source can be reached and lets us in.
     *
     * @param source the source; need not be saved yet
     * @param cancellation ends it early
     * @return what the connector had to say
     * @throws dev.dango.spi.SourceException if it does not work
     */
    public SourceCheck check(SourceEntry source, CancellationSource cancellation) {
        return SourceCheck.run(source, environment, cancellation);
    }

    /**
     * Values to offer for a setting of a source that may be incomplete.
     *
     * @param source the settings so far
     * @param setting name in snake_case
     * @param cancellation ends it early
     * @return empty when there is nothing to offer
     * @throws dev.dango.spi.SourceException if the connector cannot tell
     */
    public List<String> choices(
            SourceEntry source, String setting, CancellationSource cancellation) {
        return SourceCheck.choices(source, setting, environment, cancellation);
    }

    /**
     * The positions of a source, to look at and to set back.
     *
     * @param source the source
     * @param listener hears what is waited for
     * @param cancellation ends a wait
     * @return opens nothing before one of its methods is called
     */
    public PositionEditor positions(
            SourceEntry source, SyncListener listener, CancellationSource cancellation) {
        return new PositionEditor(source, environment, listener, cancellation);
    }

    /**
     * The loads of a source, to look at and to take back.
     *
     * @param source the source
     * @param listener hears what is waited for
     * @param cancellation ends a wait
     * @return opens nothing before one of its methods is called
     */
    public LoadEditor loads(
            SourceEntry source, SyncListener listener, CancellationSource cancellation) {
        return new LoadEditor(source, environment, listener, cancellation);
    }

    /**
     * A look into the warehouse.
     *
     * @param cancellation ends a wait for it
     * @param listener hears what is waited for
     * @return never null
     */
    public WarehouseInspector warehouse(CancellationSource cancellation, SyncListener listener) {
        return new WarehouseInspector(
                environment.warehouse(), what -> listener.waiting("", "", what), cancellation);
    }
}
