package dev.dango.engine.load;

import dev.dango.engine.record.Names;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema.Contract;
import dev.dango.spi.WriteMode;
import java.util.List;

/**
 * How a resource is loaded, with names as they are in the warehouse.
 *
 * @param id number within the load
 * @param resource its name, as users select it
 * @param table its table
 * @param mode how records change the table
 * @param primaryKey columns that identify a row; may be empty
 * @param mergeKey columns that identify a group of rows; may be empty
 * @param cursor the cursor's column; empty if there is none or it is opaque
 * @param cursorField the cursor's field as records name it; empty if there is none or it is opaque
 * @param cursorKind what the cursor is over; null if there is none
 * @param dedupSort the column that decides which of several records with one key is kept; empty for
 *     the cursor
 * @param dedupDescending whether the greatest value of it wins
 * @param hardDelete the column that marks records as deleted; empty if there is none
 * @param overlaps whether records that were loaded before may come again, so that of records that
 *     are added only those count which are not there
 * @param contract what may change in tables that are there
 * @param notNull columns besides the primary key that must have a value in every row
 */
public record ResourceLoad(
        int id,
        String resource,
        String table,
        WriteMode mode,
        List<String> primaryKey,
        List<String> mergeKey,
        String cursor,
        String cursorField,
        CursorSpec.Kind cursorKind,
        String dedupSort,
        boolean dedupDescending,
        String hardDelete,
        boolean overlaps,
        Contract contract,
        List<String> notNull) {

    /** A stage of an earlier version does not speak of contracts and of what must not be null. */
    public ResourceLoad {
        contract = contract == null ? Contract.EVOLVE : contract;
        notNull = notNull == null ? List.of() : List.copyOf(notNull);
    }

    /**
     * From a connector's description.
     *
     * @param id number within the load
     * @param spec the description
     * @return never null
     */
    public static ResourceLoad of(int id, ResourceSpec spec) {
        return new ResourceLoad(
                id,
                spec.name(),
                Names.path(spec.name()),
                spec.mode(),
                spec.primaryKey().stream().map(Names::dotted).toList(),
                spec.mergeKey().stream().map(Names::dotted).toList(),
                spec.cursor()
                        .filter(cursor -> cursor.kind() != CursorSpec.Kind.OPAQUE)
                        .map(cursor -> Names.dotted(cursor.column()))
                        .orElse(""),
                spec.cursor().map(CursorSpec::column).orElse(""),
                spec.cursor().map(CursorSpec::kind).orElse(null),
                spec.dedupSort().map(sort -> Names.dotted(sort.column())).orElse(""),
                spec.dedupSort().map(ResourceSpec.DedupSort::descending).orElse(true),
                spec.hardDelete().map(Names::dotted).orElse(""),
                false,
                spec.contract().orElse(Contract.EVOLVE),
                spec.schema().columns().stream()
                        .filter(column -> !column.nullable())
                        .map(column -> Names.dotted(column.name()))
                        .toList());
    }

    /**
     * For a run that reads again what lies before the position.
     *
     * @return a changed copy
     */
    public ResourceLoad overlapping() {
        return new ResourceLoad(
                id,
                resource,
                table,
                mode,
                primaryKey,
                mergeKey,
                cursor,
                cursorField,
                cursorKind,
                dedupSort,
                dedupDescending,
                hardDelete,
                true,
                contract,
                notNull);
    }
}
