package dev.dango.connectors.salesforce;

import dev.dango.http.Response;
import dev.dango.http.TimeFormat;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.RecordSink;
import dev.dango.spi.RowWriter;
import dev.dango.spi.SourceException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes records with the types of their fields, whether they come as JSON or as CSV. Salesforce
 * knows no empty texts: what is empty is null.
 */
final class Rows {

    private final SObject object;
    private final RowWriter out;
    private List<String> header = List.of();
    private List<Integer> columns = List.of();

    Rows(SObject object, RecordSink out) {
        this.object = object;
        this.out = out.rows(object.schema());
    }

    /** A point in time; the REST API writes {@code +0000} behind it, the Bulk API {@code Z}. */
    static Instant moment(String text) {
        return TimeFormat.instant(text);
    }

    /** Writes a page of the REST API. */
    void json(Response page) {
        List<SObject.Field> fields = object.fields();
        for (Object value : page.select("/records").values()) {
            Map<?, ?> record = (Map<?, ?>) value;
            for (int i = 0; i < fields.size(); i++) {
                write(i, text(record.get(fields.get(i).name())));
            }
            out.endRow();
        }
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number
                ? number.toPlainString()
                : value == null ? "" : value.toString();
    }

    /**
     * Writes a part of a job's results. Each begins with the names of its columns; the documents do
     * not say so of any but the first.
     */
    void csv(Response part) {
        Csv csv = new Csv(part.body());
        Optional<List<String>> row = csv.next();
        if (row.isPresent() && columns.isEmpty()) {
            header = row.get();
            columns = columns(header, part);
        }
        for (; row.isPresent(); row = csv.next()) {
            if (row.get().size() != columns.size()) {
                throw broken(part, "records with more or fewer values than columns");
            }
            if (!row.get().equals(header)) {
                write(row.get());
            }
        }
    }

    private static SourceException broken(Response part, String what) {
        return SourceException.of(ErrorKind.REMOTE, part.request() + " gave " + what + ".")
                .hint("If it goes on, Salesforce is in trouble.");
    }

    private void write(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            write(columns.get(i), cells.get(i));
        }
        out.endRow();
    }

    private List<Integer> columns(List<String> names, Response part) {
        List<String> fields = object.fields().stream().map(SObject.Field::name).toList();
        List<Integer> places = new ArrayList<>();
        for (String name : names) {
            int column = fields.indexOf(name);
            if (column < 0) {
                throw broken(part, "a column that nobody asked for: " + name);
            }
            places.add(column);
        }
        return places;
    }

    private void write(int column, String text) {
        if (text.isEmpty()) {
            return;
        }
        SObject.Field field = object.fields().get(column);
        try {
            write(column, field.type(), text);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw SourceException.of(
                            ErrorKind.DATA,
                            "The field "
                                    + field.name()
                                    + " of "
                                    + object.name()
                                    + " holds something else than its type says.")
                    .causedBy(e);
        }
    }

    private void write(int column, DataType type, String text) {
        switch (type) {
            case BOOLEAN -> out.set(column, Boolean.parseBoolean(text));
            case INTEGER -> out.set(column, new BigDecimal(text).longValueExact());
            case DOUBLE -> out.set(column, Double.parseDouble(text));
            case DATE -> out.set(column, LocalDate.parse(text));
            case TIMESTAMP -> out.set(column, moment(text));
            case TIME -> out.set(column, LocalTime.parse(text.replaceFirst("Z$", "")));
            default -> out.set(column, text);
        }
    }
}
