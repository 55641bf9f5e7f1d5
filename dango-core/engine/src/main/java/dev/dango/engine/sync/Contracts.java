package dev.dango.engine.sync;

import dev.dango.engine.load.SourceState;
import dev.dango.engine.record.ResourceModel;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema.Contract;
import dev.dango.spi.TableSchema.OnChange;

/** Sets contracts to watch over what the warehouse holds already. */
final class Contracts {

    private Contracts() {}

    /**
     * Has the model of a resource keep to its contract.
     *
     * @throws SourceException if the resource needs a table and there may be no new ones
     */
    static void apply(ResourceSpec spec, ResourceModel model, SourceState state) {
        Contract contract = spec.contract().orElse(Contract.EVOLVE);
        String table = model.root().name();
        if (state.has(table)) {
            model.guard(contract);
        } else if (state.isLoaded() && contract.tables() == OnChange.FREEZE) {
            throw SourceException.of(
                            ErrorKind.DATA,
                            "table %s is new, and the tables of the source are frozen"
                                    .formatted(table))
                    .hint(
                            "Set schema_contract: {tables: evolve} to take it, or discard_row to leave it out.");
        } else if (state.isLoaded() && contract.tables() != OnChange.EVOLVE) {
            model.keepOut();
        }
    }
}
