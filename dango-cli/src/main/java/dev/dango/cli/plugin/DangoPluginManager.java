package dev.dango.cli.plugin;

import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.JarPluginLoader;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.RuntimeMode;

/**
 * PF4J as Dango uses it: single jars are handed to it, they see only what {@link SpiClassLoader}
 * shows, and their required version is that of the SPI. It looks at no folder, property or status
 * file by itself.
 */
final class DangoPluginManager extends DefaultPluginManager {

    private static final ClassLoader BORDER =
            new SpiClassLoader(DangoPluginManager.class.getClassLoader());

    DangoPluginManager() {
        super(List.of());
        setSystemVersion(Source.SPI_VERSION);
    }

    /**
     * Checks that the plugin works with this SPI, by PF4J's own reading of its requirement.
     *
     * @throws SourceException if it does not
     */
    void checkRequires(PluginInfo plugin) {
        if (!accepts(plugin)) {
            throw LoadFailure.of(
                    plugin,
                    "needs the Dango SPI "
                            + plugin.requires()
                            + ", and this is "
                            + Source.SPI_VERSION,
                    "Install a version of the plugin that is made for this Dango.");
        }
    }

    private boolean accepts(PluginInfo plugin) {
        PluginDescriptor descriptor =
                new DefaultPluginDescriptor(
                        plugin.id(),
                        plugin.description(),
                        null,
                        plugin.version(),
                        plugin.requires(),
                        plugin.provider(),
                        null);
        try {
            return isPluginValid(new PluginWrapper(this, descriptor, plugin.path(), null));
        } catch (RuntimeException e) {
            throw LoadFailure.of(
                            plugin,
                            "has a Plugin-Requires that is no version range: " + plugin.requires(),
                            "Write it like this: >=1.0.0 & <2.0.0")
                    .causedBy(e);
        }
    }

    @Override
    public RuntimeMode getRuntimeMode() {
        return RuntimeMode.DEPLOYMENT;
    }

    @Override
    protected List<Path> createPluginsRoot() {
        return List.of();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new NoRepository();
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new AlwaysEnabled();
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new ManifestPluginDescriptorFinder();
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new JarPluginLoader(this) {
            @Override
            public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                PluginClassLoader loader = new BorderedClassLoader(descriptor);
                loader.addFile(path.toFile());
                return loader;
            }
        };
    }

    /** Own classes first, except those that Dango and its plugins must share. */
    private final class BorderedClassLoader extends PluginClassLoader {

        BorderedClassLoader(PluginDescriptor descriptor) {
            super(DangoPluginManager.this, descriptor, BORDER, ClassLoadingStrategy.PDA);
        }

        @Override
        protected boolean shouldDelegateToParent(String className) {
            return SpiClassLoader.isShared(className);
        }
    }

    /** Which jars there are is the index's business. */
    private static final class NoRepository implements PluginRepository {

        @Override
        public List<Path> getPluginPaths() {
            return List.of();
        }

        @Override
        public boolean deletePluginPath(Path path) {
            return false;
        }
    }

    /** A plugin is switched off by removing its jar. */
    private static final class AlwaysEnabled implements PluginStatusProvider {

        @Override
        public boolean isPluginDisabled(String id) {
            return false;
        }

        @Override
        public void disablePlugin(String id) {
            throw new UnsupportedOperationException("plugins are not disabled");
        }

        @Override
        public void enablePlugin(String id) {
            // they always are
        }
    }
}
