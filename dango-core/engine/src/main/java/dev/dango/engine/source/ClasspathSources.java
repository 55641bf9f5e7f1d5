package dev.dango.engine.source;

import dev.dango.spi.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The connectors on the class path, or those handed over. For tests and for programs that embed
 * Dango.
 */
public final class ClasspathSources implements SourceCatalog {

    private final Map<String, InstalledSource> byType = new TreeMap<>();

    /** Finds the connectors that the context class loader sees. */
    public ClasspathSources() {
        this(ServiceLoader.load(Source.class));
    }

    /**
     * Takes these connectors.
     *
     * @param sources the connectors; of two with one type the first counts
     */
    public ClasspathSources(Iterable<? extends Source> sources) {
        for (Source source : sources) {
            byType.putIfAbsent(source.spec().type(), new InstalledSource(source, "classpath", "0"));
        }
    }

    @Override
    public Optional<InstalledSource> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    @Override
    public List<String> types() {
        return List.copyOf(byType.keySet());
    }

    @Override
    public void close() {
        // nothing is held
    }
}
