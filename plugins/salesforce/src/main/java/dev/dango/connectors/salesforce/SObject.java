package dev.dango.connectors.salesforce;

import dev.dango.http.Response;
import dev.dango.http.TimeFormat;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An object as it describes itself to the user who asks: fields that this user may not see are not
 * among them.
 *
 * @param name its API name
 * @param fields those that can be queried one by one
 */
record SObject(String name, List<Field> fields) {

    /**
     * A field.
     *
     * @param name its API name
     * @param type what its values are
     * @param filters whether records can be selected by it
     */
    record Field(String name, DataType type, boolean filters) {}

    /**
     * Fields made of others, whose parts are fields themselves, and contents of files: the Bulk API
     * refuses both, and the REST API gives an address in the place of a content. See
     * https://developer.salesforce.com/docs/platform/api-asynch/guide/queries.html
     */
    private static final Set<String> LEFT_OUT =
            Set.of("address", "location", "base64", "complexvalue", "junctionIdList");

    /** What tells changed records from others, the best first. */
    private static final List<String> CHANGES =
            List.of("SystemModstamp", "LastModifiedDate", "CreatedDate");

    private static final String DELETED = "IsDeleted";

    static SObject of(Response description) {
        String name = description.text("/name").orElse("");
        if (!description.flag("/queryable")) {
            throw SourceException.of(
                            ErrorKind.UNSUPPORTED,
                            "Salesforce keeps no records of %s that can be read.".formatted(name))
                    .hint("Leave it out.");
        }
        List<Field> fields = new ArrayList<>();
        for (Object value : description.select("/fields").values()) {
            Map<?, ?> field = (Map<?, ?>) value;
            String type = field.get("type").toString();
            if (!LEFT_OUT.contains(type)) {
                boolean filters = !Boolean.FALSE.equals(field.get("filterable"));
                fields.add(new Field(field.get("name").toString(), dataType(type), filters));
            }
        }
        return new SObject(name, fields);
    }

    private static DataType dataType(String type) {
        return switch (type) {
            case "boolean" -> DataType.BOOLEAN;
            case "int", "long" -> DataType.INTEGER;
            case "double", "currency", "percent" -> DataType.DOUBLE;
            case "date" -> DataType.DATE;
            case "datetime" -> DataType.TIMESTAMP;
            case "time" -> DataType.TIME;
            default -> DataType.TEXT;
        };
    }

    TableSchema schema() {
        TableSchema schema = TableSchema.empty();
        for (Field field : fields) {
            schema = schema.with(field.name(), field.type());
        }
        return schema;
    }

    /** The field by which changed records are found; empty if there is none. */
    Optional<String> changes() {
        return CHANGES.stream().filter(this::filtersBy).findFirst();
    }

    /** Whether deleted records can be seen for a while. */
    boolean showsDeleted() {
        return filtersBy(DELETED);
    }

    private boolean filtersBy(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name) && field.filters());
    }

    boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }

    /**
     * Asks for records in SOQL.
     *
     * @param from only those changed since, inclusive; {@link Instant#EPOCH} for all
     * @param to only those changed before
     * @param deleted whether to ask for deleted records, too, where they can be seen
     */
    String soql(Instant from, Optional<Instant> to, boolean deleted) {
        String columns = fields.stream().map(Field::name).collect(Collectors.joining(","));
        return "SELECT " + columns + " FROM " + name + where(from, to, deleted);
    }

    /** Asks for the record that changed first. */
    String oldest(Instant from, Instant to) {
        String changed = changes().orElseThrow();
        return "SELECT %s FROM %s%s ORDER BY %s LIMIT 1"
                .formatted(changed, name, where(from, Optional.of(to), true), changed);
    }

    private String where(Instant from, Optional<Instant> to, boolean deleted) {
        Optional<String> changed = changes();
        String conditions =
                Stream.of(
                                changed.filter(column -> from.isAfter(Instant.EPOCH))
                                        .map(column -> column + " >= " + literal(from)),
                                changed.flatMap(
                                        column -> to.map(end -> column + " < " + literal(end))),
                                Optional.of(DELETED + " = false")
                                        .filter(only -> showsDeleted() && !deleted))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(" AND "));
        return conditions.isEmpty() ? "" : " WHERE " + conditions;
    }

    private static String literal(Instant instant) {
        return TimeFormat.ISO_INSTANT.apply(instant.truncatedTo(ChronoUnit.SECONDS));
    }
}
