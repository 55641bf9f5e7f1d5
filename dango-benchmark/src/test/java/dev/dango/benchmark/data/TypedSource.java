package dev.dango.benchmark.data;

import dev.dango.spi.DataType;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.RowWriter;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.TableSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

/** Pushes rows of fifteen typed columns, as a connector for a database does. */
public final class TypedSource implements Source {

    private static final TableSchema SCHEMA =
            TableSchema.empty()
                    .with("id", DataType.INTEGER)
                    .with("customer_id", DataType.INTEGER)
                    .with("quantity", DataType.INTEGER)
                    .withDecimal("price", 18, 2)
                    .with("total", DataType.DOUBLE)
                    .with("discount", DataType.DOUBLE)
                    .with("active", DataType.BOOLEAN)
                    .with("created_at", DataType.TIMESTAMP)
                    .with("updated_at", DataType.LOCAL_TIMESTAMP)
                    .with("birthday", DataType.DATE)
                    .with("opens_at", DataType.TIME)
                    .with("name", DataType.TEXT)
                    .with("email", DataType.TEXT)
                    .with("city", DataType.TEXT)
                    .with("note", DataType.TEXT);

    private static final BigDecimal[] PRICES =
            Values.pool(1, new BigDecimal[0], (i, r) -> BigDecimal.valueOf(Values.cents(r), 2));
    private static final Instant[] INSTANTS =
            Values.pool(2, new Instant[0], (i, r) -> Values.instant(r));
    private static final LocalDateTime[] TIMES =
            Values.pool(
                    3,
                    new LocalDateTime[0],
                    (i, r) -> LocalDateTime.ofInstant(Values.instant(r), ZoneOffset.UTC));
    private static final LocalDate[] DATES =
            Values.pool(
                    4,
                    new LocalDate[0],
                    (i, r) -> LocalDate.ofInstant(Values.instant(r), ZoneOffset.UTC));
    private static final LocalTime[] HOURS =
            Values.pool(
                    5,
                    new LocalTime[0],
                    (i, r) -> LocalTime.ofInstant(Values.instant(r), ZoneOffset.UTC));
    private static final byte[][] NAMES =
            Values.pool(6, new byte[0][], (i, r) -> Values.utf8(Values.name(r)));
    private static final byte[][] EMAILS =
            Values.pool(7, new byte[0][], (i, r) -> Values.utf8(Values.email(r)));
    private static final byte[][] CITIES =
            Values.pool(8, new byte[0][], (i, r) -> Values.utf8(Values.city(r)));
    private static final byte[][] NOTES =
            Values.pool(
                    9,
                    new byte[0][],
                    (i, r) -> r.nextBoolean() ? null : Values.utf8(Values.note(r)));

    private final long rows;

    /**
     * Says how much there is.
     *
     * @param rows how many rows the table has
     */
    public TypedSource(long rows) {
        this.rows = rows;
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("typed", "Typed rows");
    }

    @Override
    public List<Resource> resources(SourceContext context) {
        return List.of(
                Resource.of(
                        ResourceSpec.named("records").schema(SCHEMA),
                        (slice, read, out) -> push(out)));
    }

    private void push(RecordSink out) {
        RowWriter writer = out.rows(SCHEMA);
        for (long row = 0; row < rows; row++) {
            writer.set(0, row)
                    .set(1, (long) Values.index(row, 1))
                    .set(2, (long) (Values.index(row, 2) & 63))
                    .set(3, PRICES[Values.index(row, 3)])
                    .set(4, Values.index(row, 4) / 7.0)
                    .set(5, (Values.index(row, 5) & 31) / 100.0)
                    .set(6, Values.index(row, 6) % 3 != 0)
                    .set(7, INSTANTS[Values.index(row, 7)])
                    .set(8, TIMES[Values.index(row, 8)])
                    .set(9, DATES[Values.index(row, 9)])
                    .set(10, HOURS[Values.index(row, 10)])
                    .set(11, NAMES[Values.index(row, 11)])
                    .set(12, EMAILS[Values.index(row, 12)])
                    .set(13, CITIES[Values.index(row, 13)])
                    .set(14, NOTES[Values.index(row, 14)])
                    .endRow();
        }
    }
}
