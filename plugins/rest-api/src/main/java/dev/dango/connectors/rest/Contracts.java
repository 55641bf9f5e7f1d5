package dev.dango.connectors.rest;

import dev.dango.spi.TableSchema.Contract;
import dev.dango.spi.TableSchema.OnChange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a {@code schema_contract}: one word for everything, or a word each. */
final class Contracts {

    private static final String KEY = "schema_contract";
    private static final List<String> MODES =
            List.of("evolve", "freeze", "discard_row", "discard_value");

    private Contracts() {}

    /** What the resource says; empty if nothing. */
    static Optional<Contract> of(Block resource) {
        Optional<Object> written = resource.value(KEY);
        if (!(written.orElse(null) instanceof Map)) {
            return resource.word(KEY, MODES)
                    .map(Contracts::mode)
                    .map(all -> new Contract(all, all, all));
        }
        Block block = Block.of(resource.at(KEY), written.get());
        Contract contract =
                new Contract(
                        mode(block, "tables"), mode(block, "columns"), mode(block, "data_type"));
        block.refuseOthers();
        return Optional.of(contract);
    }

    private static OnChange mode(Block block, String entity) {
        return block.word(entity, MODES).map(Contracts::mode).orElse(OnChange.EVOLVE);
    }

    private static OnChange mode(String word) {
        return OnChange.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
