package dev.dango.cli.plugin;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * The parent of every plugin's class loader: shows the platform and what a plugin shares with
 * Dango, and hides everything else that Dango is made of.
 */
final class SpiClassLoader extends ClassLoader {

    /** What plugins never load from their own jar, so that Dango and they mean the same types. */
    private static final List<String> SHARED =
            List.of("dev.dango.spi.", "dev.dango.http.", "org.slf4j.", "org.pf4j.");

    /** The toolkit reaches its inside through Dango's loader; a plugin has no business there. */
    private static final String TOOLKIT_INSIDE = "dev.dango.http.internal.";

    /** What plugins must not use, though they may be written by the same people. */
    private static final List<String> INTERNAL =
            List.of("dev.dango.engine.", "dev.dango.cli.", TOOLKIT_INSIDE);

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    SpiClassLoader(ClassLoader host) {
        super("dango-spi", ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    /** Whether plugins get this class from Dango and from nowhere else. */
    static boolean isShared(String className) {
        return startsWithAny(className, SHARED);
    }

    /** Whether this class is part of Dango, but not for plugins. */
    static boolean isInternal(String className) {
        return startsWithAny(className, INTERNAL);
    }

    /** A loop, since it runs for every class of every plugin. */
    private static boolean startsWithAny(String className, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(TOOLKIT_INSIDE)) {
            throw new ClassNotFoundException(name);
        }
        return isShared(name) ? host.loadClass(name) : super.loadClass(name, resolve);
    }

    /** Resources do not cross the border: else a plugin would find Dango's service files. */
    @Override
    protected URL findResource(String name) {
        return null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.emptyEnumeration();
    }
}
