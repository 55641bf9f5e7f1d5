package dev.dango.cli.add;

import dev.dango.engine.project.SourceEntry;
import dev.dango.spi.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A source that is being put together. Nothing of it is on disk until it is complete. */
public final class Draft {

    private final String type;
    private final String name;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<String, Secret> variables = new LinkedHashMap<>();
    private final Map<String, Secret> secretsFile = new LinkedHashMap<>();

    /**
     * Starts a source.
     *
     * @param type the connector's type
     * @param name unique in the project
     */
    Draft(String type, String name) {
        this.type = type;
        this.name = name;
    }

    /**
     * The source's name.
     *
     * @return never null
     */
    public String name() {
        return name;
    }

    /**
     * The connector's type.
     *
     * @return never null
     */
    public String type() {
        return type;
    }

    /**
     * The settings as they will stand in {@code sources.yml}.
     *
     * @return unmodifiable, in order
     */
    public Map<String, Object> settings() {
        return Collections.unmodifiableMap(settings);
    }

    /** Sets what is to stand in {@code sources.yml}. */
    void set(String key, Object value) {
        settings.put(key, value);
    }

    /** Has a credential stored in {@code .env}, and the setting refer to it. */
    void storeInEnv(String setting, String variable, Secret value) {
        settings.put(variableKey(setting), variable);
        variables.put(variable, value);
    }

    /** Has a credential stored in the secrets file, where source and setting name it. */
    void storeInSecretsFile(String setting, Secret value) {
        secretsFile.put(setting, value);
    }

    /** Whether the setting has a value, or is told where to find one. */
    boolean has(String setting) {
        return settings.containsKey(setting)
                || settings.containsKey(variableKey(setting))
                || secretsFile.containsKey(setting);
    }

    /** Credentials to be stored in {@code .env}, by variable. */
    Map<String, Secret> variables() {
        return Collections.unmodifiableMap(variables);
    }

    /** Credentials to be stored in the secrets file, by setting. */
    Map<String, Secret> secretsFile() {
        return Collections.unmodifiableMap(secretsFile);
    }

    /** The source as it will stand in {@code sources.yml}. */
    SourceEntry entry() {
        return SourceEntry.of(name, type, settings());
    }

    /** The source with each credential in a variable, for trying it out before it is saved. */
    SourceEntry trial() {
        Map<String, Object> complete = new LinkedHashMap<>(settings);
        secretsFile.keySet().forEach(key -> complete.put(variableKey(key), trialVariable(key)));
        return SourceEntry.of(name, type, complete);
    }

    /** The variables that {@link #trial} refers to and nobody has set yet. */
    Map<String, Secret> typed() {
        Map<String, Secret> typed = new LinkedHashMap<>(variables);
        secretsFile.forEach((key, value) -> typed.put(trialVariable(key), value));
        return typed;
    }

    private static String variableKey(String setting) {
        return setting + "_env";
    }

    private static String trialVariable(String setting) {
        return "DANGO_TRIAL_" + setting.toUpperCase(Locale.ROOT);
    }
}
