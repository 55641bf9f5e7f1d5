package dev.dango.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Describes a resource. Immutable; each method returns a changed copy. Column names are those of
 * the records as the connector pushes them, before Dango turns them into snake_case.
 */
public final class ResourceSpec {

    private final String name;
    private final String description;
    private final List<String> primaryKey;
    private final List<String> mergeKey;
    private final CursorSpec cursor;
    private final WriteMode mode;
    private final TableSchema schema;

    private ResourceSpec(
            String name,
            String description,
            List<String> primaryKey,
            List<String> mergeKey,
            CursorSpec cursor,
            WriteMode mode,
            TableSchema schema) {
        this.name = name;
        this.description = description;
        this.primaryKey = primaryKey;
        this.mergeKey = mergeKey;
        this.cursor = cursor;
        this.mode = mode;
        this.schema = schema;
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
        return new ResourceSpec(name, "", List.of(), List.of(), null, null, TableSchema.empty());
    }

    /**
     * Sets what a row of the table stands for.
     *
     * @param newDescription a few words
     * @return a changed copy
     */
    public ResourceSpec description(String newDescription) {
        return new ResourceSpec(name, newDescription, primaryKey, mergeKey, cursor, mode, schema);
    }

    /**
     * Sets the columns that identify a record. A record that comes again replaces the older one.
     *
     * @param columns their names; never null in a record
     * @return a changed copy
     */
    public ResourceSpec primaryKey(String... columns) {
        return new ResourceSpec(
                name, description, List.of(columns), mergeKey, cursor, mode, schema);
    }

    /**
     * Sets the columns that identify a group of records which is replaced as a whole: all rows of a
     * file, all rows of a day.
     *
     * @param columns their names
     * @return a changed copy
     */
    public ResourceSpec mergeKey(String... columns) {
        return new ResourceSpec(
                name, description, primaryKey, List.of(columns), cursor, mode, schema);
    }

    /**
     * Sets what tells new records from old ones.
     *
     * @param newCursor never null
     * @return a changed copy
     */
    public ResourceSpec cursor(CursorSpec newCursor) {
        Objects.requireNonNull(newCursor, "cursor");
        return new ResourceSpec(name, description, primaryKey, mergeKey, newCursor, mode, schema);
    }

    /**
     * Sets how the records are written, if {@link #mode()} would not choose right.
     *
     * @param newMode never null
     * @return a changed copy
     */
    public ResourceSpec mode(WriteMode newMode) {
        Objects.requireNonNull(newMode, "mode");
        return new ResourceSpec(name, description, primaryKey, mergeKey, cursor, newMode, schema);
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
        return new ResourceSpec(name, description, primaryKey, mergeKey, cursor, mode, newSchema);
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
