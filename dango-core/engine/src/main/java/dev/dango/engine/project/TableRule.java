package dev.dango.engine.project;

import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user says about how a table is written. What is not said stays as the connector has it.
 *
 * @param mode how records change the table
 * @param primaryKey columns that identify a record; empty means not said
 * @param mergeKey columns that identify a group of records; empty means not said
 * @param dedupSort which of several records with one key is kept
 * @param hardDelete the column that marks records as deleted
 * @param maxTableNesting how many levels of nesting become columns and tables
 * @param contract what happens to records that do not fit the table
 * @param columns columns whose types are said
 */
public record TableRule(
        Optional<WriteMode> mode,
        List<String> primaryKey,
        List<String> mergeKey,
        Optional<ResourceSpec.DedupSort> dedupSort,
        Optional<String> hardDelete,
        OptionalInt maxTableNesting,
        Optional<TableSchema.Contract> contract,
        TableSchema columns) {

    /** Nothing is said. */
    public static final TableRule NONE =
            new TableRule(
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    TableSchema.empty());

    /** What the connector says, with what the user says in its place. */
    ResourceSpec apply(ResourceSpec spec) {
        ResourceSpec changed = spec;
        if (!primaryKey.isEmpty()) {
            changed = changed.primaryKey(primaryKey.toArray(String[]::new));
        }
        if (!mergeKey.isEmpty()) {
            changed = changed.mergeKey(mergeKey.toArray(String[]::new));
        }
        if (mode.isPresent()) {
            changed = changed.mode(mode.get());
        }
        if (dedupSort.isPresent()) {
            changed = changed.dedupSort(dedupSort.get().column(), dedupSort.get().descending());
        }
        if (hardDelete.isPresent()) {
            changed = changed.hardDelete(hardDelete.get());
        }
        if (maxTableNesting.isPresent()) {
            changed = changed.maxTableNesting(maxTableNesting.getAsInt());
        }
        if (contract.isPresent()) {
            changed = changed.contract(contract.get());
        }
        return changed.schema(changed.schema().overriddenBy(columns));
    }
}
