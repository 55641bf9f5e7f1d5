package dev.dango.engine.record;

import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;

/** The way in for records that come as maps. Used by one thread. */
final class MapRows {

    private final RowBuilder builder;
    private final JsonRows.Records records;
    private final Value value = new Value();

    MapRows(RowBuilder builder, JsonRows.Records records) {
        this.builder = builder;
        this.records = records;
    }

    /** Fills the row; the caller ends the record. */
    void fill(Map<String, ?> record) {
        object(record, builder.root().fields());
    }

    private void object(Map<?, ?> object, FieldNode node) {
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            put(entry.getValue(), node.field(String.valueOf(entry.getKey())));
        }
    }

    private void put(Object found, FieldNode field) {
        if (found == null || isNoNumber(found)) {
            return;
        }
        if (found instanceof Map<?, ?> map) {
            if (field.level() >= builder.maxLevel() || field.isJsonColumn()) {
                store(field, value.json(JsonText.of(map)));
            } else {
                object(map, field);
            }
        } else if (found instanceof Iterable<?> list) {
            if (field.level() >= builder.maxLevel() || field.isJsonColumn()) {
                store(field, value.json(JsonText.of(list)));
            } else if (field.isListRefused()) {
                field.refuseList(JsonText.of(list));
            } else {
                list(list, field);
            }
        } else {
            store(field, scalar(found, value));
        }
    }

    /** JSON has no NaN and no infinity, so that a record holds null in their place, as with dlt. */
    private static boolean isNoNumber(Object found) {
        return (found instanceof Double real && !Double.isFinite(real))
                || (found instanceof Float single && !Float.isFinite(single));
    }

    private void store(FieldNode field, Value found) {
        if (field.isCursor()) {
            records.cursor(found);
        }
        field.put(found);
    }

    private void list(Iterable<?> list, FieldNode field) {
        TableBuffer parent = field.table().rows();
        int parentRow = parent.rows();
        int index = -1;
        for (Object item : list) {
            TableNode child = field.list();
            if (index < 0) {
                index = child.rows().nextIndex(parentRow);
            }
            if (item instanceof Map<?, ?> map) {
                object(map, child.fields());
            } else if (item instanceof Iterable<?> inner) {
                if (child.fields().level() >= builder.maxLevel()) {
                    store(child.fields().field("value"), value.json(JsonText.of(inner)));
                } else if (child.fields().isListRefused()) {
                    child.fields().refuseList(JsonText.of(inner));
                } else {
                    list(inner, child.fields());
                }
            } else {
                put(item, child.fields().field("value"));
            }
            builder.endChild(child, parent, parentRow, index++);
        }
    }

    /** Sets the reusable value to what a connector put into its map. */
    static Value scalar(Object found, Value value) {
        if (found instanceof String text) {
            return value.text(text);
        }
        if (found instanceof Boolean bool) {
            return value.bool(bool);
        }
        if (found instanceof Number number) {
            return number(number, value);
        }
        if (found instanceof byte[] bytes) {
            return value.binary(bytes);
        }
        return time(found, value);
    }

    private static Value number(Number number, Value value) {
        if (number instanceof Double || number instanceof Float) {
            return value.real(number.doubleValue());
        }
        if (number instanceof BigDecimal decimal) {
            return value.decimal(decimal);
        }
        if (number instanceof BigInteger integer) {
            return integer.bitLength() < 64
                    ? value.integer(integer.longValue())
                    : value.decimal(new BigDecimal(integer));
        }
        return value.integer(number.longValue());
    }

    /** A time that no column of times can hold is kept as text. */
    private static Value instant(Instant instant, Object found, Value value) {
        return IsoTimestamps.isInRange(instant)
                ? value.number(DataType.TIMESTAMP, IsoTimestamps.micros(instant))
                : value.text(found.toString());
    }

    private static Value time(Object found, Value value) {
        if (found instanceof Instant instant) {
            return instant(instant, found, value);
        }
        if (found instanceof OffsetDateTime time) {
            return instant(time.toInstant(), found, value);
        }
        if (found instanceof ZonedDateTime time) {
            return instant(time.toInstant(), found, value);
        }
        if (found instanceof LocalDateTime time) {
            return instant(time.toInstant(ZoneOffset.UTC), found, value);
        }
        if (found instanceof LocalDate date) {
            return IsoTimestamps.isInRange(date)
                    ? value.number(DataType.DATE, date.toEpochDay())
                    : value.text(date.toString());
        }
        if (found instanceof LocalTime time) {
            return value.number(DataType.TIME, time.toNanoOfDay() / 1000);
        }
        if (found instanceof UUID || found instanceof Enum<?>) {
            return value.text(found.toString());
        }
        throw SourceException.of(
                ErrorKind.INTERNAL,
                "a record holds a " + found.getClass().getName() + ", which Dango cannot store");
    }
}
