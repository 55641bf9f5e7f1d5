package dev.dango.engine.record;

import dev.dango.spi.DataType;
import dev.dango.spi.RowWriter;
import dev.dango.spi.TableSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The way in for records whose columns are known: cells by index, straight into the column when its
 * type is the declared one, through the same coercion as all others when it is not. Used by one
 * thread.
 */
final class TypedRows implements RowWriter {

    /** Is told when a record is complete. */
    interface Ended {
        void typedRecord(TypedRows record);
    }

    private final RowBuilder builder;
    private final Ended ended;
    private final List<TableSchema.Column> schema;
    private final FieldNode[] fields;
    private final ColumnBuffer[] direct;
    private final boolean[] set;
    private final Object[] kept;
    private final Value value = new Value();
    private final int cursor;

    /**
     * Opens the way in.
     *
     * @param cursorColumn null if there is none
     * @param keepsValues whether {@link #asMap} and {@link #asJson} may be asked for
     */
    TypedRows(
            RowBuilder builder,
            TableSchema schema,
            String cursorColumn,
            boolean keepsValues,
            Ended ended) {
        this.builder = builder;
        this.ended = ended;
        this.schema = schema.columns();
        this.fields = new FieldNode[this.schema.size()];
        this.direct = new ColumnBuffer[fields.length];
        this.set = new boolean[fields.length];
        this.kept = keepsValues ? new Object[fields.length] : null;
        TableBuffer rows = builder.root().rows();
        Spellings spellings = builder.root().newSpellings();
        int found = -1;
        for (int i = 0; i < fields.length; i++) {
            TableSchema.Column declared = this.schema.get(i);
            fields[i] = FieldNode.ofCell(builder.root(), declared.name(), spellings);
            if (declared.name().equals(cursorColumn)) {
                found = i;
            }
            if (fields[i].isReserved()) {
                continue;
            }
            ColumnType type = ColumnType.of(declared);
            TableModel table = rows.model();
            Optional<Column> column =
                    table.admit(fields[i].path(), type, table.contract().columns());
            if (column.isPresent() && column.get().type().equals(type)) {
                direct[i] = rows.buffer(column.get());
            }
        }
        this.cursor = found;
    }

    @Override
    public RowWriter set(int column, long number) {
        return number(column, DataType.INTEGER, number);
    }

    @Override
    public RowWriter set(int column, double real) {
        return number(column, DataType.DOUBLE, Double.doubleToRawLongBits(real));
    }

    @Override
    public RowWriter set(int column, boolean bool) {
        return number(column, DataType.BOOLEAN, bool ? 1 : 0);
    }

    @Override
    public RowWriter set(int column, LocalDate date) {
        if (date != null && !IsoTimestamps.isInRange(date)) {
            return tooFar(column, DataType.DATE, date);
        }
        return date == null ? this : number(column, DataType.DATE, date.toEpochDay());
    }

    @Override
    public RowWriter set(int column, LocalTime time) {
        return time == null ? this : number(column, DataType.TIME, time.toNanoOfDay() / 1000);
    }

    @Override
    public RowWriter set(int column, Instant instant) {
        if (instant != null && !IsoTimestamps.isInRange(instant)) {
            return tooFar(column, DataType.TIMESTAMP, instant);
        }
        return instant == null
                ? this
                : number(column, DataType.TIMESTAMP, IsoTimestamps.micros(instant));
    }

    @Override
    public RowWriter set(int column, LocalDateTime time) {
        if (time == null) {
            return this;
        }
        Instant instant = time.toInstant(ZoneOffset.UTC);
        return IsoTimestamps.isInRange(instant)
                ? number(column, DataType.LOCAL_TIMESTAMP, IsoTimestamps.micros(instant))
                : tooFar(column, DataType.LOCAL_TIMESTAMP, time);
    }

    @Override
    public RowWriter set(int column, String text) {
        if (text == null) {
            return this;
        }
        DataType type = expect(column, DataType.TEXT, DataType.JSON);
        if (direct[column] != null) {
            direct[column].setText(row(), text);
        } else {
            fields[column].put(type == DataType.JSON ? value.json(text) : value.text(text));
        }
        keep(column, text);
        return done(column);
    }

    @Override
    public RowWriter set(int column, byte[] bytes) {
        if (bytes == null) {
            return this;
        }
        DataType type = schema.get(column).type();
        if (type != DataType.TEXT && type != DataType.JSON) {
            expect(column, DataType.BINARY, DataType.BINARY);
        }
        if (type != DataType.BINARY && (direct[column] == null || kept != null)) {
            return set(column, new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        }
        if (direct[column] != null) {
            direct[column].setBytes(row(), bytes, 0, bytes.length);
        } else {
            fields[column].put(value.binary(bytes));
        }
        keep(column, bytes);
        return done(column);
    }

    @Override
    public RowWriter set(int column, BigDecimal decimal) {
        if (decimal != null) {
            expect(column, DataType.DECIMAL, DataType.DECIMAL);
            fields[column].put(value.decimal(decimal));
            keep(column, decimal);
            done(column);
        }
        return this;
    }

    @Override
    public void endRow() {
        ended.typedRecord(this);
        Arrays.fill(set, false);
        if (kept != null) {
            Arrays.fill(kept, null);
        }
    }

    /** The cursor's value in the row being filled; false if it has none. */
    boolean readCursor(Value target) {
        if (cursor < 0 || !set[cursor]) {
            return false;
        }
        read(cursor, target);
        return true;
    }

    /** The record by the declared names. */
    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i++) {
            boolean whole = schema.get(i).type() == DataType.JSON && kept[i] != null;
            map.put(schema.get(i).name(), whole ? JsonText.parse((String) kept[i]) : kept[i]);
        }
        return map;
    }

    /** The record as JSON, with what it has. */
    String asJson() {
        Map<String, Object> map = asMap();
        map.values().removeIf(Objects::isNull);
        return JsonText.of(map);
    }

    private void read(int column, Value target) {
        ColumnBuffer cells = direct[column];
        if (cells == null || !cells.isPresent(row())) {
            target.text("");
        } else if (cells.value(row()) instanceof BigDecimal decimal) {
            target.text(decimal.toPlainString());
        } else if (cells.isBytes()) {
            target.text(cells.text(row()));
        } else {
            target.number(schema.get(column).type(), cells.number(row()));
        }
    }

    /** A time that no column of times can hold is kept as text. */
    private RowWriter tooFar(int column, DataType type, Object time) {
        expect(column, type, type);
        fields[column].put(value.text(time.toString()));
        keep(column, time);
        return done(column);
    }

    private RowWriter number(int column, DataType type, long number) {
        expect(column, type, type);
        if (direct[column] != null) {
            direct[column].setNumber(row(), number);
        } else {
            fields[column].put(value.number(type, number));
        }
        if (kept != null) {
            kept[column] = Value.object(type, number);
        }
        return done(column);
    }

    /** The cells themselves cannot tell: a value may have gone to a variant of its column. */
    private void keep(int column, Object content) {
        if (kept != null) {
            kept[column] = content;
        }
    }

    private RowWriter done(int column) {
        set[column] = true;
        return this;
    }

    private DataType expect(int column, DataType one, DataType other) {
        DataType type = schema.get(column).type();
        if (type != one && type != other) {
            throw new IllegalArgumentException(
                    "column %s is declared %s, not %s"
                            .formatted(schema.get(column).name(), type, one));
        }
        return type;
    }

    private int row() {
        return builder.root().rows().rows();
    }
}
