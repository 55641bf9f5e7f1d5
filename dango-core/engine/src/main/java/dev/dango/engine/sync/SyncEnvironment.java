package dev.dango.engine.sync;

import dev.dango.engine.load.Warehouse;
import dev.dango.engine.project.Project;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.settings.SettingsBinder;
import dev.dango.engine.source.SourceCatalog;
import java.time.Clock;

/**
 * What all sources of a run share.
 *
 * @param project where things are
 * @param catalog the connectors
 * @param binder settings to records
 * @param redactor hides secrets in texts
 * @param warehouse where rows go
 * @param clock what time it is
 * @param steps hears of each step on the way of rows to the warehouse
 */
public record SyncEnvironment(
        Project project,
        SourceCatalog catalog,
        SettingsBinder binder,
        Redactor redactor,
        Warehouse warehouse,
        Clock clock,
        Steps steps) {}
