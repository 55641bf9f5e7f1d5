package dev.dango.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Describes a resource. Immutable; each method returns a changed copy. Column names are those of
 * the records as the connector pushes them, before Dango turns them into snake_case.
 */
public final class ResourceSpec {

    private final String name;
    private String description = "";
    private List<String> primaryKey = List.of();
    private List<String> mergeKey = List.of();
    private CursorSpec cursor;
    private WriteMode mode;
    private DedupSort dedupSort;
    private String hardDelete;
    private Integer maxTableNesting;
    private TableSchema.Contract contract;
    private TableSchema schema = TableSchema.empty();

    /**
     * Which of several records with one primary key in one load is kept.
     *
     * @param column its name
     * @param descending whether the record with the greatest value is kept, or the one with the
     *     least
     */
    public record DedupSort(String column, boolean descending) {

        /**
         * Checks.
         *
         * @param column never null
         * @param descending which end wins
         */
        public DedupSort {
            Objects.requireNonNull(column, "column");
        }
    }

    private ResourceSpec(String name) {
        this.name = name;
    }

    private ResourceSpec with(Consumer<ResourceSpec> change) {
        ResourceSpec copy = new ResourceSpec(name);
        copy.description = description;
        copy.primaryKey = primaryKey;
        copy.mergeKey = mergeKey;
        copy.cursor = cursor;
        copy.mode = mode;
        copy.dedupSort = dedupSort;
        copy.hardDelete = hardDelete;
        copy.maxTableNesting = maxTableNesting;
        copy.contract = contract;
        copy.schema = schema;
        change.accept(copy);
        return copy;
    }

    /**
     * Starts a description.
     *
     * @param name what users select and, in snake_case, the name of the table
     * @return never null
     */
    public static ResourceSpec named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a resource needs a name");
        }
        return new ResourceSpec(name);
    }

    /**
     * Sets what a row of the table stands for.
     *
     * @param newDescription a few words
     * @return a changed copy
     */
    public ResourceSpec description(String newDescription) {
        return with(copy -> copy.description = newDescription);
    }

    /**
     * Sets the columns that identify a record. A record that comes again replaces the older one.
     *
     * @param columns their names; never null in a record
     * @return a changed copy
     */
    public ResourceSpec primaryKey(String... columns) {
        List<String> key = List.of(columns);
        return with(copy -> copy.primaryKey = key);
    }

    /**
     * Sets the columns that identify a group of records which is replaced as a whole: all rows of a
     * file, all rows of a day.
     *
     * @param columns their names
     * @return a changed copy
     */
    public ResourceSpec mergeKey(String... columns) {
        List<String> key = List.of(columns);
        return with(copy -> copy.mergeKey = key);
    }

    /**
     * Sets what tells new records from old ones.
     *
     * @param newCursor never null
     * @return a changed copy
     */
    public ResourceSpec cursor(CursorSpec newCursor) {
        Objects.requireNonNull(newCursor, "cursor");
        return with(copy -> copy.cursor = newCursor);
    }

    /**
     * Sets how the records are written, if {@link #mode()} would not choose right.
     *
     * @param newMode never null
     * @return a changed copy
     */
    public ResourceSpec mode(WriteMode newMode) {
        Objects.requireNonNull(newMode, "mode");
        return with(copy -> copy.mode = newMode);
    }

    /**
     * Declares columns and their types. They exist from the first load on, also when no record has
     * a value for them; columns that are not declared are inferred.
     *
     * @param newSchema never null
     * @return a changed copy
     */
    public ResourceSpec schema(TableSchema newSchema) {
        Objects.requireNonNull(newSchema, "schema");
        return with(copy -> copy.schema = newSchema);
    }

    /**
     * Says which of several records with one primary key in one load is kept. Unless set, it is the
     * one with the greatest cursor value, and of those the last to come.
     *
     * @param column whose values decide
     * @param descending whether the greatest value wins
     * @return a changed copy
     */
    public ResourceSpec dedupSort(String column, boolean descending) {
        DedupSort sort = new DedupSort(column, descending);
        return with(copy -> copy.dedupSort = sort);
    }

    /**
     * Names the column that marks records as deleted: true in a column of booleans, any value in
     * another. Such a record removes the row with its key, and is not kept itself.
     *
     * @param column its name
     * @return a changed copy
     */
    public ResourceSpec hardDelete(String column) {
        Objects.requireNonNull(column, "column");
        return with(copy -> copy.hardDelete = column);
    }

    /**
     * Limits how many levels of objects and lists become columns and tables of their own; what is
     * nested deeper is kept as JSON. As dlt counts: 0 keeps every object and list of a record
     * whole.
     *
     * @param levels not negative
     * @return a changed copy
     */
    public ResourceSpec maxTableNesting(int levels) {
        if (levels < 0) {
            throw new IllegalArgumentException("not a number of levels: " + levels);
        }
        return with(copy -> copy.maxTableNesting = levels);
    }

    /**
     * Says what happens to records that do not fit the tables as they are.
     *
     * @param newContract never null
     * @return a changed copy
     */
    public ResourceSpec contract(TableSchema.Contract newContract) {
        Objects.requireNonNull(newContract, "contract");
        return with(copy -> copy.contract = newContract);
    }

    /**
     * What users select.
     *
     * @return never null
     */
    public String name() {
        return name;
    }

    /**
     * What a row of the table stands for.
     *
     * @return empty if not set
     */
    public String description() {
        return description;
    }

    /**
     * The columns that identify a record.
     *
     * @return empty if there are none
     */
    public List<String> primaryKey() {
        return primaryKey;
    }

    /**
     * The columns that identify a group of records.
     *
     * @return empty if there are none
     */
    public List<String> mergeKey() {
        return mergeKey;
    }

    /**
     * What tells new records from old ones.
     *
     * @return empty if every run reads everything
     */
    public Optional<CursorSpec> cursor() {
        return Optional.ofNullable(cursor);
    }

    /**
     * How the records are written. Unless set: {@link WriteMode#REPLACE} without a cursor, {@link
     * WriteMode#MERGE} with a cursor and a key, {@link WriteMode#APPEND} with a cursor only.
     *
     * @return never null
     */
    public WriteMode mode() {
        if (mode != null) {
            return mode;
        }
        if (cursor == null) {
            return WriteMode.REPLACE;
        }
        return primaryKey.isEmpty() && mergeKey.isEmpty() ? WriteMode.APPEND : WriteMode.MERGE;
    }

    /**
     * Which of several records with one primary key in one load is kept.
     *
     * @return empty unless set
     */
    public Optional<DedupSort> dedupSort() {
        return Optional.ofNullable(dedupSort);
    }

    /**
     * The column that marks records as deleted.
     *
     * @return empty if there is none
     */
    public Optional<String> hardDelete() {
        return Optional.ofNullable(hardDelete);
    }

    /**
     * How many levels of objects and lists become columns and tables.
     *
     * @return empty if there is no limit
     */
    public OptionalInt maxTableNesting() {
        return maxTableNesting == null ? OptionalInt.empty() : OptionalInt.of(maxTableNesting);
    }

    /**
     * What happens to records that do not fit the tables as they are.
     *
     * @return empty unless set
     */
    public Optional<TableSchema.Contract> contract() {
        return Optional.ofNullable(contract);
    }

    /**
     * The declared columns.
     *
     * @return empty if all are inferred
     */
    public TableSchema schema() {
        return schema;
    }

    @Override
    public String toString() {
        return name;
    }
}
