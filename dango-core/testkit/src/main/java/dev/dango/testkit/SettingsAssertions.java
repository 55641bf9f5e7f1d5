package dev.dango.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.engine.settings.SettingsField;
import dev.dango.engine.settings.SettingsSchema;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Assertions on the settings of a connector, in the words of somebody who writes one. */
public final class SettingsAssertions {

    private final Source source;
    private final SettingsSchema schema;
    private final TestProject project;

    private SettingsAssertions(Source source, Path folder) {
        this.source = source;
        this.schema = SettingsSchema.of(source.spec().config());
        this.project = TestProject.in(folder, source, Map.of());
    }

    /**
     * Begins.
     *
     * @param source the connector
     * @param folder an empty folder, which becomes a project
     * @return never null
     */
    public static SettingsAssertions of(Source source, Path folder) {
        return new SettingsAssertions(source, folder);
    }

    /**
     * Every setting says what it is for, and examples and defaults are values one can give.
     *
     * @return this
     */
    public SettingsAssertions areDocumented() {
        for (SettingsField field : schema.fields()) {
            assertThat(field.doc())
                    .as(
                            "the doc of setting %s: users see it in `source add`; write"
                                    + " @Setting(doc = \"One sentence.\")",
                            field.name())
                    .isNotBlank()
                    .endsWith(".");
            assertThat(field.secret() ? field.defaultValue() : "")
                    .as("the default of secret %s: a secret cannot have one", field.name())
                    .isEmpty();
        }
        return this;
    }

    /**
     * Binding nothing names every setting that is required, in one message.
     *
     * @return this
     */
    public SettingsAssertions missingOnesAreReportedAtOnce() {
        Set<String> required =
                schema.fields().stream()
                        .filter(SettingsField::required)
                        .map(SettingsField::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> project.bind(Map.of()));
        if (failure == null) {
            assertThat(required)
                    .as("required settings, since binding no settings at all succeeds")
                    .isEmpty();
            return this;
        }
        assertThat(failure.kind())
                .as("the kind of: %s", failure.getMessage())
                .isEqualTo(ErrorKind.CONFIG);
        assertThat(required)
                .as("settings named as missing in \"%s\"", failure.getMessage())
                .allMatch(failure.getMessage()::contains);
        return this;
    }

    /**
     * Each setting is given in at least one of these configurations, with another value than its
     * default, and can be bound.
     *
     * @param configurations what users would write
     * @return this
     */
    public SettingsAssertions areAllGivenIn(List<Map<String, Object>> configurations) {
        Set<String> untried = new TreeSet<>();
        schema.fields().forEach(field -> untried.add(field.name()));
        for (Map<String, Object> configuration : configurations) {
            Record bound = project.bind(configuration);
            for (SettingsField field : schema.fields()) {
                if (isTried(field, configuration, bound)) {
                    untried.remove(field.name());
                }
            }
        }
        assertThat(untried)
                .as(
                        "settings of %s that no test gives another value than the default: override"
                                + " everySetting() and give each of them once",
                        source.spec().type())
                .isEmpty();
        return this;
    }

    private boolean isTried(SettingsField field, Map<String, Object> configuration, Record bound) {
        Map<String, Object> without = new LinkedHashMap<>(configuration);
        boolean given = false;
        for (String name : field.names()) {
            given |= without.remove(name) != null;
            given |= without.remove(name + "_env") != null;
        }
        if (!given || field.required()) {
            return given;
        }
        try {
            return !Objects.equals(
                    value(bound, field.name()), value(project.bind(without), field.name()));
        } catch (SourceException e) {
            // the settings make no sense without it, so it does something
            return true;
        }
    }

    /**
     * The record shows no secret when it is printed.
     *
     * @param configuration what a user would write
     * @param secrets texts that must not be seen
     * @return this
     */
    public SettingsAssertions hideSecrets(
            Map<String, Object> configuration, Iterable<String> secrets) {
        String printed = project.bind(configuration).toString();
        for (String secret : secrets) {
            assertThat(printed)
                    .as(
                            "toString of the settings: credentials belong into a component of type Secret")
                    .doesNotContain(secret);
        }
        return this;
    }

    private Object value(Record bound, String setting) {
        int index = schema.fields().stream().map(SettingsField::name).toList().indexOf(setting);
        RecordComponent component = bound.getClass().getRecordComponents()[index];
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(bound);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
