package dev.dango.cli.add;

import dev.dango.engine.project.SourceEntry;
import dev.dango.spi.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A source that is being put together. Nothing of it is on disk until it is complete. */
public final class Draft {

    private final String type;
    private final String name;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<String, Secret> typed = new LinkedHashMap<>();
    private final Map<String, Secret> variables = new LinkedHashMap<>();
    private final Map<String, Secret> secretsFile = new LinkedHashMap<>();

    /**
     * Starts a source.
     *
     * @param type the connector's type
     * @param name unique in the project
     */
    public Draft(String type, String name) {
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
     * Sets what is to stand in {@code sources.yml}.
     *
     * @param key of the setting
     * @param value as YAML would give it
     */
    public void set(String key, Object value) {
        settings.put(key, value);
    }

    /**
     * Has a credential stored in {@code .env}, and the setting refer to it.
     *
     * @param setting whose value it is
     * @param variable under which it is stored
     * @param value what must not be seen
     */
    public void storeInEnv(String setting, String variable, Secret value) {
        settings.put(setting + "_env", variable);
        typed.put(setting, value);
        variables.put(variable, value);
    }

    /**
     * Has a credential stored in the secrets file, where it is found by the names of source and
     * setting.
     *
     * @param setting whose value it is
     * @param value what must not be seen
     */
    public void storeInSecretsFile(String setting, Secret value) {
        typed.put(setting, value);
        secretsFile.put(setting, value);
    }

    /**
     * Whether the setting has a value, or is told where to find one.
     *
     * @param setting its name
     * @return true also for credentials that are yet to be stored
     */
    public boolean has(String setting) {
        return settings.containsKey(setting)
                || settings.containsKey(setting + "_env")
                || typed.containsKey(setting);
    }

    /**
     * The settings as they will stand in {@code sources.yml}.
     *
     * @return unmodifiable, in order
     */
    public Map<String, Object> settings() {
        return Collections.unmodifiableMap(settings);
    }

    /**
     * Credentials to be stored in {@code .env}, by variable.
     *
     * @return unmodifiable
     */
    Map<String, Secret> variables() {
        return Collections.unmodifiableMap(variables);
    }

    /**
     * Credentials to be stored in the secrets file, by setting.
     *
     * @return unmodifiable
     */
    Map<String, Secret> secretsFile() {
        return Collections.unmodifiableMap(secretsFile);
    }

    /**
     * The source as it will stand in {@code sources.yml}.
     *
     * @return in line 0
     */
    public SourceEntry entry() {
        return SourceEntry.of(name, type, settings());
    }

    /** The source with its credentials in it, for trying it out before they are stored. */
    SourceEntry testable() {
        Map<String, Object> complete = new LinkedHashMap<>(settings);
        typed.forEach(
                (setting, value) -> {
                    complete.remove(setting + "_env");
                    complete.put(setting, value.reveal().replace("${", "$${"));
                });
        return SourceEntry.of(name, type, complete);
    }
}
