package dev.dango.engine.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dango.spi.TableSchema.OnChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What contracts keep out of the records of one slice: gathered while a record is read, decided
 * once all of it has been seen, and staged as rows of a table of their own. Used by one thread.
 */
public final class Rejects {

    /** Where they are kept, in the source's schema. */
    public static final String TABLE = "_dango_rejects";

    /** What is staged of each; all texts. */
    public static final List<String> COLUMNS =
            List.of(
                    "table_name",
                    "column_name",
                    "reason",
                    "value",
                    "expected_type",
                    "found_type",
                    "record");

    /** Longer records are not kept, just what was wrong with them. */
    private static final int LONGEST_RECORD = 100_000;

    private final RowBuilder builder;
    private final ResourceModel model;
    private final List<Refusal> pending = new ArrayList<>();
    private Map<String, Long> counts = new HashMap<>();
    private TableBuffer rows;

    Rejects(RowBuilder builder, ResourceModel model) {
        this.builder = builder;
        this.model = model;
    }

    /** Notes something about the record that is being read. */
    void add(Refusal refusal) {
        pending.add(refusal);
    }

    /** Whether all of the record that was read fits its tables. */
    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Of all that was noted the first that fails the resource; null if none does. */
    Refusal frozen() {
        return pending.stream()
                .filter(refusal -> refusal.change() == OnChange.FREEZE)
                .findFirst()
                .orElse(null);
    }

    /** How a field of the record was refused; null if it was not. */
    Refusal of(String column) {
        return pending.stream()
                .filter(refusal -> column.equals(refusal.column()))
                .findFirst()
                .orElse(null);
    }

    /** Reduces what was noted to the reason why the whole record is left out. */
    void keepReasonOfRecord() {
        String root = model.root().name();
        pending.removeIf(
                refusal ->
                        refusal.change() != OnChange.DISCARD_ROW || !refusal.table().equals(root));
    }

    /** Forgets what was noted of a record that is not wanted anyway. */
    void clear() {
        pending.clear();
    }

    /** Stages what was noted, with the record it is about. */
    void write(String record) {
        boolean fits = record.getBytes(UTF_8).length <= LONGEST_RECORD;
        for (Refusal refusal : pending) {
            counts.merge(refusal.table(), 1L, Long::sum);
            if (model.keepsReject()) {
                write(refusal, fits ? record : null);
            }
        }
        pending.clear();
        builder.beginRecord();
    }

    private void write(Refusal refusal, String record) {
        if (rows == null) {
            rows = builder.newBuffer(model.rejects(), null);
        }
        String[] cells = {
            refusal.table(),
            refusal.column(),
            refusal.reason().words(),
            refusal.value(),
            refusal.expected(),
            refusal.found(),
            record
        };
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != null) {
                rows.buffer(rows.model().column(COLUMNS.get(i), RowBuilder.TEXT))
                        .setText(rows.rows(), cells[i]);
            }
        }
        rows.endRow(-1);
    }

    /** How many there were by table since the last call. */
    Map<String, Long> takeCounts() {
        Map<String, Long> taken = counts;
        counts = new HashMap<>();
        return taken;
    }
}
