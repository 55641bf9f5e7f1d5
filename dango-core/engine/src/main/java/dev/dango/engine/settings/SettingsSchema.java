package dev.dango.engine.settings;

import dev.dango.engine.settings.SettingsType.Kind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a connector, as its record describes them.
 *
 * @param record the record class
 * @param fields in the order of the record's components
 */
public record SettingsSchema(Class<? extends Record> record, List<SettingsField> fields) {

    private static final Map<Class<?>, Kind> KINDS =
            Map.ofEntries(
                    Map.entry(String.class, Kind.STRING),
                    Map.entry(boolean.class, Kind.BOOLEAN),
                    Map.entry(Boolean.class, Kind.BOOLEAN),
                    Map.entry(int.class, Kind.INT),
                    Map.entry(Integer.class, Kind.INT),
                    Map.entry(long.class, Kind.LONG),
                    Map.entry(Long.class, Kind.LONG),
                    Map.entry(double.class, Kind.DOUBLE),
                    Map.entry(Double.class, Kind.DOUBLE),
                    Map.entry(Duration.class, Kind.DURATION),
                    Map.entry(LocalDate.class, Kind.DATE),
                    Map.entry(Instant.class, Kind.INSTANT),
                    Map.entry(URI.class, Kind.URI),
                    Map.entry(Path.class, Kind.PATH),
                    Map.entry(Secret.class, Kind.SECRET),
                    Map.entry(Object.class, Kind.RAW));

    /**
     * Reads a record class.
     *
     * @param record its components carry {@link Setting}
     * @return never null
     * @throws IllegalArgumentException if a component has a type that settings cannot have
     */
    public static SettingsSchema of(Class<? extends Record> record) {
        List<SettingsField> fields =
                Arrays.stream(record.getRecordComponents()).map(SettingsSchema::field).toList();
        refuseAmbiguity(record, fields);
        return new SettingsSchema(record, fields);
    }

    private static void refuseAmbiguity(Class<?> record, List<SettingsField> fields) {
        Map<String, Long> uses =
                fields.stream()
                        .flatMap(field -> field.names().stream())
                        .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        uses.forEach(
                (name, count) -> {
                    if (count > 1) {
                        throw new IllegalArgumentException(
                                record.getName() + " has two settings named " + name);
                    }
                });
    }

    private static SettingsField field(RecordComponent component) {
        Type type = component.getGenericType();
        boolean optional = rawClass(type) == Optional.class;
        Setting setting = component.getAnnotation(Setting.class);
        return new SettingsField(
                snakeCase(component.getName()),
                setting == null ? List.of() : List.of(setting.aliases()),
                type(optional ? argument(type, 0) : type, component),
                optional,
                setting == null ? "" : setting.doc(),
                setting == null ? "" : setting.defaultValue(),
                setting == null ? "" : setting.example(),
                setting == null ? "" : setting.pattern(),
                setting == null ? "" : setting.env());
    }

    private static SettingsType type(Type type, RecordComponent component) {
        Class<?> raw = rawClass(type);
        if (raw == List.class) {
            return collection(Kind.LIST, argument(type, 0), component);
        }
        if (raw == Map.class && argument(type, 0) == String.class) {
            return collection(Kind.MAP, argument(type, 1), component);
        }
        if (raw.isRecord()) {
            SettingsSchema nested = of(raw.asSubclass(Record.class));
            return new SettingsType(Kind.RECORD, raw, Optional.empty(), Optional.of(nested));
        }
        Kind kind = raw.isEnum() ? Kind.ENUM : KINDS.get(raw);
        if (kind == null) {
            throw new IllegalArgumentException(
                    component.getDeclaringRecord().getName()
                            + "."
                            + component.getName()
                            + " has the type "
                            + type.getTypeName()
                            + ", which a setting cannot have");
        }
        return new SettingsType(kind, raw, Optional.empty(), Optional.empty());
    }

    private static SettingsType collection(Kind kind, Type of, RecordComponent component) {
        SettingsType element = type(of, component);
        return new SettingsType(kind, element.javaClass(), Optional.of(element), Optional.empty());
    }

    private static Class<?> rawClass(Type type) {
        return type instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : type instanceof Class<?> plain ? plain : Object.class;
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[index]
                : Object.class;
    }

    /** {@code startDate} is {@code start_date}, {@code oauth2Url} is {@code oauth2_url}. */
    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /**
     * The setting that a key means.
     *
     * @param key its name or an alias
     * @return empty if there is none
     */
    public Optional<SettingsField> find(String key) {
        return fields.stream().filter(field -> field.names().contains(key)).findFirst();
    }

    /**
     * The setting that a key ending in {@code _env} gives a variable for.
     *
     * @param key a key that is no setting itself
     * @return empty if there is none whose value fits into a variable
     */
    public Optional<SettingsField> findByVariableKey(String key) {
        return key.endsWith("_env")
                ? find(key.substring(0, key.length() - "_env".length()))
                        .filter(field -> field.type().kind().isScalar())
                : Optional.empty();
    }

    /** Every key that is accepted. */
    List<String> keys() {
        return fields.stream()
                .flatMap(
                        field ->
                                field.type().kind().isScalar()
                                        ? field.names().stream()
                                                .flatMap(name -> Stream.of(name, name + "_env"))
                                        : field.names().stream())
                .toList();
    }
}
