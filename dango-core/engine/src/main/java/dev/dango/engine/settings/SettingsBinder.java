package dev.dango.engine.settings;

import dev.dango.engine.project.Environment;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourceEntry;
import dev.dango.spi.SourceException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Turns what stands in {@code sources.yml} into the record a connector asks for. Thread-safe. */
public final class SettingsBinder {

    private final SecretsToml secrets;
    private final Environment environment;
    private final References references;
    private final ValueReader values;
    private final Redactor redactor;

    /**
     * Binds settings of one project.
     *
     * @param project paths are relative to its folder
     * @param environment where variables come from
     * @param secrets where credentials come from that are given nowhere else
     * @param redactor learns every secret that is bound
     * @param clock what {@code today} is, in UTC
     */
    public SettingsBinder(
            Project project,
            Environment environment,
            SecretsToml secrets,
            Redactor redactor,
            Clock clock) {
        this.secrets = secrets;
        this.environment = environment;
        this.references = new References(project.root(), environment);
        this.values = new ValueReader(project.root(), clock);
        this.redactor = redactor;
    }

    /**
     * Binds the settings of a source.
     *
     * @param type the connector's record
     * @param entry the source
     * @return never null
     * @throws SourceException of kind CONFIG that names everything that is wrong
     */
    public BoundSettings bind(Class<? extends Record> type, SourceEntry entry) {
        Problems problems = new Problems(entry);
        Record config = binding(problems, entry, false).bind(type);
        if (!problems.isEmpty()) {
            throw problems.toException();
        }
        return new BoundSettings(config, problems.warnings());
    }

    /**
     * Binds settings that are not complete yet, for asking the connector what there is to choose
     * from. What is missing or wrong is null, zero or empty.
     *
     * @param type the connector's record
     * @param entry the source as far as it is known
     * @return never null; what is missing or wrong is among the warnings
     * @throws SourceException of kind CONFIG if the connector's record does not take such gaps
     */
    public BoundSettings bindPartial(Class<? extends Record> type, SourceEntry entry) {
        Problems problems = new Problems(entry);
        Record config = binding(problems, entry, true).bind(type);
        if (config == null) {
            throw problems.toException();
        }
        return new BoundSettings(config, problems.all());
    }

    /**
     * Says what is wrong with a single value, as {@code source add} needs to know while it asks.
     *
     * @param field the setting
     * @param value as it would stand in {@code sources.yml}
     * @return a sentence, or empty if it can be taken
     */
    public Optional<String> problem(SettingsField field, Object value) {
        SourceEntry entry = SourceEntry.of("new", "new", Map.of(field.name(), value));
        Problems problems = new Problems(entry);
        binding(problems, entry, false).value(field, entry.settings(), "");
        return problems.errors().stream().findFirst();
    }

    private Binding binding(Problems problems, SourceEntry entry, boolean lenient) {
        return new Binding(
                entry, problems, lenient, secrets, environment, references, values, redactor);
    }
}
