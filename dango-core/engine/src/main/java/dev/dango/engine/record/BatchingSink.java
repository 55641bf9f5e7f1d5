package dev.dango.engine.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dango.engine.dlt.DltJson;
import dev.dango.engine.state.CursorKey;
import dev.dango.engine.state.TrackingCursor;
import dev.dango.spi.Cancellation;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.RecordSink;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.RowWriter;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The sink of one slice: takes records in whichever form they come, asks the cursor and the limit
 * about each, and writes them out in batches. Used by one thread.
 */
public final class BatchingSink implements RecordSink {

    private static final int HASH_BYTES = 15;

    private final ResourceSpec spec;
    private final ResourceModel model;
    private final TrackingCursor cursor;
    private final CursorSpec column;
    private final Quota quota;
    private final StageOutput stage;
    private final Cancellation cancellation;
    private final LongAdder read;
    private final RowBuilder builder;
    private final Rejects rejects;
    private final RowIds ids;
    private final JsonRows json;
    private final MapRows maps;
    private CursorKey key;
    private long records;
    private long discarded;
    private long seen;

    /**
     * Prepares to take the records of one slice.
     *
     * @param spec the resource
     * @param model its tables, shared with other slices
     * @param maxLevel how many levels of nesting become columns and tables
     * @param cursor the slice's cursor
     * @param quota the limit, shared with other slices
     * @param stage where rows go
     * @param cancellation whether to stop
     * @param read counts the records that passed, shared with other slices
     * @param warnings takes sentences for the user
     */
    public BatchingSink(
            ResourceSpec spec,
            ResourceModel model,
            int maxLevel,
            TrackingCursor cursor,
            Quota quota,
            StageOutput stage,
            Cancellation cancellation,
            LongAdder read,
            Consumer<String> warnings) {
        this.spec = spec;
        this.model = model;
        this.cursor = cursor;
        this.quota = quota;
        this.stage = stage;
        this.cancellation = cancellation;
        this.read = read;
        this.builder = new RowBuilder(model, maxLevel, warnings);
        this.rejects = builder.rejects();
        this.ids = new RowIds(spec, builder);
        this.column = spec.cursor().filter(c -> c.kind() != CursorSpec.Kind.OPAQUE).orElse(null);
        if (column != null) {
            builder.markCursor(column.column());
        }
        JsonRows.Records records =
                new JsonRows.Records() {
                    @Override
                    public void record(byte[] raw, int offset, int length) {
                        decide(
                                () -> parsed(raw, offset, length),
                                () -> new String(raw, offset, length, UTF_8));
                    }

                    @Override
                    public void cursor(Value value) {
                        key = CursorKeys.of(column, value);
                    }
                };
        this.json = new JsonRows(builder, records);
        this.maps = new MapRows(builder, records);
    }

    @Override
    public void row(Map<String, ?> values) {
        maps.fill(values);
        decide(() -> values, () -> JsonText.of(values));
        endPush();
    }

    @Override
    public RowWriter rows(TableSchema schema) {
        Value value = new Value();
        return new TypedRows(
                builder,
                schema,
                column == null ? null : column.column(),
                mayBeAskedFor(),
                typed -> {
                    if (typed.readCursor(value)) {
                        key = CursorKeys.of(column, value);
                    }
                    decide(typed::asMap, typed::asJson);
                    endPush();
                });
    }

    @Override
    public void json(byte[] utf8, int offset, int length) {
        json.read(utf8, offset, length);
        endPush();
    }

    /** Whether the content of a record may be asked for: to hash it, or to tell of it. */
    private boolean mayBeAskedFor() {
        return RowIds.hashRecords(spec.mode())
                || (column != null && spec.mode() == WriteMode.APPEND)
                || spec.contract().isPresent();
    }

    /** Keeps or drops the record that stands in the builder. */
    private void decide(Supplier<?> record, Supplier<String> json) {
        seen++;
        boolean keep =
                (column == null || cursor.accept(key, () -> hash(record.get()))) && quota.take();
        key = null;
        if (!rejects.isEmpty() || model.isKeptOut()) {
            decideByContract(keep, record, json);
        } else if (keep) {
            keep(record);
        } else {
            builder.discardRecord();
        }
        if (builder.isFull()) {
            flush();
        }
    }

    private void keep(Supplier<?> record) {
        ids.name(record);
        builder.endRecord();
        records++;
        read.increment();
    }

    /** Keeps the record, without what does not fit, or leaves it out, or fails. */
    private void decideByContract(boolean wanted, Supplier<?> record, Supplier<String> json) {
        boolean discard = builder.root().takeRowDiscarded() || model.isKeptOut();
        if (!wanted) {
            builder.discardRecord();
            rejects.clear();
            return;
        }
        Refusal frozen = rejects.frozen();
        if (frozen != null) {
            model.refuse();
            throw frozen.frozen(place(record.get()));
        }
        String text = json.get();
        if (discard) {
            builder.discardRecord();
            discarded++;
            quota.giveBack(1);
            read.increment();
            if (model.isKeptOut()) {
                rejects.clear();
                rejects.add(Refusal.ofTable(model.root().name()));
            }
            rejects.keepReasonOfRecord();
        } else {
            keep(record);
        }
        rejects.write(text);
    }

    /** The record as people can find it: by its key, or by its place among those read. */
    private String place(Object record) {
        List<String> keys = spec.primaryKey();
        if (!keys.isEmpty()
                && record instanceof Map<?, ?> values
                && values.keySet().containsAll(keys)) {
            return keys.stream()
                    .map(name -> name + " " + values.get(name))
                    .collect(Collectors.joining(" and ", "the record with ", ""));
        }
        return "record " + seen + " of those read";
    }

    /**
     * The caller may use its bytes and maps again, so what is to be hashed is hashed now; by then
     * most records that were the last for a while no longer are.
     */
    private void endPush() {
        cursor.settle();
        cancellation.throwIfRequested();
    }

    private void flush() {
        stage.rows(builder.tables());
        builder.clear();
    }

    private static Object parsed(byte[] raw, int offset, int length) {
        try {
            return JsonText.MAPPER.readValue(raw, offset, length, Object.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** dlt's rule: the values of the primary key if there is one, the whole record otherwise. */
    private String hash(Object record) {
        List<String> primaryKey = spec.primaryKey();
        Object identity = record;
        if (record instanceof Map<?, ?> fields && !primaryKey.isEmpty()) {
            identity =
                    primaryKey.size() == 1
                            ? fields.get(primaryKey.get(0))
                            : primaryKey.stream().map(fields::get).toList();
        }
        return Shake128.base64(DltJson.sorted(identity).getBytes(UTF_8), HASH_BYTES);
    }

    @Override
    public void file(
            Path file, FileFormat format, Map<String, String> options, Map<String, ?> columns) {
        cancellation.throwIfRequested();
        stage.file(file, format, options, columns);
    }

    @Override
    public void delete(Map<String, ?> deleted) {
        if (!spec.mode().deletesByKey()) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "%s removes records by their key, which needs a table that knows keys"
                                    .formatted(spec.name()))
                    .hint("Set write_disposition: merge or upsert for it.");
        }
        Map<String, Object> copy = new LinkedHashMap<>(deleted);
        stage.delete(copy);
    }

    @Override
    public void checkpoint() {
        cancellation.throwIfRequested();
        if (spec.cursor().isPresent() && cursor.isRestartable()) {
            end(false);
        }
    }

    /** Ends the slice: everything is read. */
    public void finish() {
        end(true);
    }

    /** Takes back what came after the last checkpoint; the sink is of no use afterwards. */
    public void abandon() {
        builder.clear();
        quota.giveBack(records);
        read.add(-records - discarded);
    }

    private void end(boolean done) {
        flush();
        Optional<dev.dango.engine.state.CursorState> state =
                spec.cursor().isPresent() ? cursor.state() : Optional.empty();
        stage.checkpoint(
                state,
                cursor.isForgotten(),
                new StageOutput.Progress(records, discarded, rejects.takeCounts()),
                done);
        records = 0;
        discarded = 0;
    }

    @Override
    public void passed(Object value) {
        if (column != null) {
            CursorKeys.find(column.kind(), value).ifPresent(cursor::pass);
        }
    }

    @Override
    public boolean satisfied() {
        return quota.isExhausted() || cursor.isOutOfWindow();
    }
}
