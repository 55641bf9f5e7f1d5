package dev.dango.engine.source;

import java.util.List;
import java.util.Optional;

/** The source types that are installed. Thread-safe. */
public interface SourceCatalog extends AutoCloseable {

    /**
     * Finds a type, and loads the connector's code if that has not happened yet.
     *
     * @param type what users write after {@code type:}
     * @return empty if nothing installed offers the type
     * @throws dev.dango.spi.SourceException of kind CONFIG, in one sentence, if something installed
     *     offers the type and cannot be used
     */
    Optional<InstalledSource> find(String type);

    /**
     * The types on offer, without loading any connector.
     *
     * @return sorted
     */
    List<String> types();

    /** Frees what the connectors hold; the catalogue is of no use afterwards. */
    @Override
    void close();
}
