package dev.dango.engine.settings;

import dev.dango.engine.project.Environment;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.YamlDocument;
import dev.dango.engine.settings.References.Referent;
import dev.dango.engine.settings.References.Text;
import dev.dango.engine.settings.SettingsType.Kind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One binding of one source's settings. A value that cannot be had is noted as a problem and
 * becomes null, zero or empty, so that all problems are found in one go.
 */
final class Binding {

    private static final int LONGEST_SHOWN = 60;

    private final SourceEntry entry;
    private final Problems problems;
    private final boolean lenient;
    private final SecretsToml secrets;
    private final Environment environment;
    private final References references;
    private final ValueReader values;
    private final Redactor redactor;

    Binding(
            SourceEntry entry,
            Problems problems,
            boolean lenient,
            SecretsToml secrets,
            Environment environment,
            References references,
            ValueReader values,
            Redactor redactor) {
        this.entry = entry;
        this.problems = problems;
        this.lenient = lenient;
        this.secrets = secrets;
        this.environment = environment;
        this.references = references;
        this.values = values;
        this.redactor = redactor;
    }

    /** The record, or null if there are problems that it does not get over. */
    Record bind(Class<? extends Record> type) {
        return record(SettingsSchema.of(type), entry.settings(), "");
    }

    /**
     * A record.
     *
     * @param path what stands before the names of its settings in messages
     */
    private Record record(SettingsSchema schema, Map<?, ?> given, String path) {
        int before = problems.errors().size();
        given.keySet().forEach(key -> checkKey(schema, String.valueOf(key), path));
        List<Object> components = new ArrayList<>();
        for (SettingsField field : schema.fields()) {
            components.add(value(field, given, path));
        }
        boolean complete = problems.errors().size() == before;
        return complete || lenient
                ? Records.construct(schema.record(), components, problems, path)
                : null;
    }

    private void checkKey(SettingsSchema schema, String key, String path) {
        if (schema.find(key).isPresent() || schema.findByVariableKey(key).isPresent()) {
            return;
        }
        List<String> known = schema.fields().stream().map(SettingsField::name).toList();
        String settings =
                known.isEmpty()
                        ? "; there are no settings here."
                        : "; the settings are: " + String.join(", ", known) + ".";
        problems.error(
                "unknown setting \""
                        + path
                        + key
                        + "\""
                        + SourceException.nearest(key, schema.keys())
                                .map(near -> "; did you mean \"" + near + "\"?")
                                .orElse(settings));
    }

    /** The value of a setting, as its component takes it. */
    Object value(SettingsField field, Map<?, ?> given, String path) {
        Object value = found(field, given, path);
        if (field.optional()) {
            return Optional.ofNullable(value);
        }
        return value == null ? nothing(field.type()) : value;
    }

    private static Object nothing(SettingsType type) {
        if (type.kind() == Kind.LIST) {
            return List.of();
        }
        if (type.kind() == Kind.MAP) {
            return Map.of();
        }
        return Records.zero(type.javaClass());
    }

    private Object found(SettingsField field, Map<?, ?> given, String path) {
        List<String> keys = givenKeys(field, given);
        if (keys.size() > 1) {
            problems.error(
                    path + keys.get(0) + " is given twice, also as " + path + keys.get(1) + ".");
            return null;
        }
        if (keys.isEmpty()) {
            return notGiven(field, path);
        }
        String key = keys.get(0);
        Object value = given.get(key);
        String label = path + key;
        if (field.names().contains(key)) {
            return convert(field, field.type(), value, label);
        }
        return attempt(field, label, "", () -> named(field, value));
    }

    private static List<String> givenKeys(SettingsField field, Map<?, ?> given) {
        List<String> keys = new ArrayList<>();
        for (String name : field.names()) {
            if (given.get(name) != null) {
                keys.add(name);
            }
            if (field.type().kind().isScalar() && given.get(name + "_env") != null) {
                keys.add(name + "_env");
            }
        }
        return keys;
    }

    private Object named(SettingsField field, Object variable) throws BadValue {
        Referent referent = references.variable(String.valueOf(variable));
        return scalar(field, field.type(), Text.from(referent));
    }

    private Object notGiven(SettingsField field, String path) {
        Optional<String> fallback = fallback(field, path);
        if (fallback.isPresent()) {
            Text text = Text.from(new Referent(fallback.get(), false));
            return attempt(field, path + field.name(), "", () -> scalar(field, field.type(), text));
        }
        if (!field.defaultValue().isEmpty()) {
            return convert(field, field.type(), defaultOf(field), path + field.name());
        }
        if (field.required()) {
            problems.error(missing(field, path));
        }
        return null;
    }

    /** Credentials need not be mentioned at all when they are where they usually are. */
    private Optional<String> fallback(SettingsField field, String path) {
        Kind kind = field.type().kind();
        Optional<String> kept =
                path.isEmpty() && (kind == Kind.SECRET || kind == Kind.STRING)
                        ? secrets.find(entry.name(), entry.type(), field.names())
                        : Optional.empty();
        return kept.or(
                () ->
                        kind == Kind.SECRET && !field.env().isEmpty()
                                ? environment.get(field.env())
                                : Optional.empty());
    }

    private static Object defaultOf(SettingsField field) {
        String text = field.defaultValue();
        return switch (field.type().kind()) {
            case LIST -> YamlDocument.valueOf(text.startsWith("[") ? text : "[" + text + "]");
            case MAP, RECORD, RAW -> YamlDocument.valueOf(text);
            default -> text;
        };
    }

    private String missing(SettingsField field, String path) {
        String label = path + field.name();
        if (field.secret()) {
            return label
                    + " is missing; add \""
                    + field.name()
                    + "_env: "
                    + variableFor(field)
                    + "\" and set that variable in the environment or in .env.";
        }
        String example = field.example().isEmpty() ? "" : ", such as " + field.example();
        String doc = field.doc().isEmpty() ? "" : " (" + field.doc().replaceAll("\\.$", "") + ")";
        return label + " is missing" + doc + "; it takes " + field.type().phrase() + example + ".";
    }

    private String variableFor(SettingsField field) {
        return field.env().isEmpty()
                ? (entry.name() + "_" + field.name()).toUpperCase(Locale.ROOT)
                : field.env();
    }

    private Object convert(SettingsField field, SettingsType type, Object value, String label) {
        return switch (type.kind()) {
            case RAW -> attempt(field, label, "", () -> raw(value));
            case LIST -> list(field, type.element().orElseThrow(), value, label);
            case MAP -> map(field, type.element().orElseThrow(), value, label);
            case RECORD -> nested(type.nested().orElseThrow(), value, label);
            default -> written(field, type, value, label);
        };
    }

    private Object list(SettingsField field, SettingsType element, Object value, String label) {
        if (!(value instanceof List<?> list)) {
            Object only = convert(field, element, value, label);
            return only == null ? List.of() : List.of(only);
        }
        List<Object> converted = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Object item = item(field, element, list.get(i), label + "[" + (i + 1) + "]");
            if (item != null || element.kind() == Kind.RAW) {
                converted.add(item);
            }
        }
        return Collections.unmodifiableList(converted);
    }

    private Object map(SettingsField field, SettingsType element, Object value, String label) {
        if (!(value instanceof Map<?, ?> map)) {
            problems.error(label + " must be a mapping of names to values.");
            return null;
        }
        Map<String, Object> converted = new LinkedHashMap<>();
        map.forEach(
                (key, item) ->
                        converted.put(
                                String.valueOf(key),
                                item(field, element, item, label + "." + key)));
        return Collections.unmodifiableMap(converted);
    }

    private Object item(SettingsField field, SettingsType type, Object value, String label) {
        if (value == null && type.kind() != Kind.RAW) {
            problems.error(label + " is empty; it takes " + type.phrase() + ".");
            return null;
        }
        return convert(field, type, value, label);
    }

    private Object nested(SettingsSchema schema, Object value, String label) {
        if (value instanceof Map<?, ?> map) {
            return record(schema, map, label + ".");
        }
        problems.error(label + " must be a mapping of settings.");
        return null;
    }

    /** A scalar that stands in the file itself. */
    private Object written(SettingsField field, SettingsType type, Object value, String label) {
        if (value instanceof List || value instanceof Map) {
            problems.error(label + " must be a single value, " + type.phrase() + ".");
            return null;
        }
        String text = text(value);
        boolean secret = type.kind() == Kind.SECRET;
        if (secret && !text.contains("${") && !text.isBlank()) {
            problems.warning(
                    label
                            + " is written in the file; move it to .env and write \""
                            + field.name()
                            + "_env: "
                            + variableFor(field)
                            + "\" instead.");
        }
        String shown = secret || text.contains("${") ? "" : text;
        return attempt(field, label, shown, () -> scalar(field, type, references.resolve(text)));
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private Object scalar(SettingsField field, SettingsType type, Text text) throws BadValue {
        if (type.kind() == Kind.SECRET) {
            redactor.register(Secret.of(text.value().strip()));
        }
        learn(text, type.kind() == Kind.SECRET || field.type().kind() == Kind.MAP);
        if (type.kind() == Kind.SECRET && text.value().isBlank()) {
            throw new BadValue("is empty");
        }
        if (!field.pattern().isEmpty() && !text.value().matches(field.pattern())) {
            String example = field.example().isEmpty() ? "" : ", such as " + field.example();
            throw new BadValue("must match " + field.pattern() + example);
        }
        return values.read(type, text.value());
    }

    /** Variables may hold anything; where nobody says what, they count as secret. */
    private void learn(Text text, boolean all) {
        text.referents().stream()
                .filter(referent -> all || referent.secret())
                .forEach(referent -> redactor.register(Secret.of(referent.value())));
    }

    /** What a connector takes as it stands may hold credentials anywhere. */
    private Object raw(Object value) throws BadValue {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> resolved = new LinkedHashMap<>();
            for (Map.Entry<?, ?> item : map.entrySet()) {
                resolved.put(String.valueOf(item.getKey()), raw(item.getValue()));
            }
            return Collections.unmodifiableMap(resolved);
        }
        if (value instanceof List<?> list) {
            List<Object> resolved = new ArrayList<>();
            for (Object item : list) {
                resolved.add(raw(item));
            }
            return Collections.unmodifiableList(resolved);
        }
        if (value instanceof String string) {
            Text text = references.resolve(string);
            learn(text, true);
            return text.value();
        }
        return value;
    }

    /** Reads a value. */
    private interface Attempt {
        Object get() throws BadValue;
    }

    private Object attempt(SettingsField field, String label, String shown, Attempt attempt) {
        try {
            return attempt.get();
        } catch (BadValue e) {
            String not =
                    shown.isEmpty() || field.secret() || shown.length() > LONGEST_SHOWN
                            ? ""
                            : ", not \"" + shown + "\"";
            problems.error(label + " " + e.getMessage() + not + ".");
            return null;
        }
    }
}
