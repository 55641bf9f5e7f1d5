package dev.dango.cli.plugin;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.lang.reflect.InvocationTargetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in one sentence why code of a plugin could not be loaded or run. */
final class LoadFailure {

    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");

    /** Class files of Java N have the version N + 44. */
    private static final int CLASS_FILE_OFFSET = 44;

    /** How the JVM reports a class whose static initialiser has failed before. */
    private static final String FAILED_BEFORE = "Could not initialize class ";

    private LoadFailure() {}

    /** A plugin that cannot be used, in the words given. */
    static SourceException of(PluginInfo plugin, String whatIsWrong, String hint) {
        return SourceException.of(ErrorKind.CONFIG, plugin.label() + " " + whatIsWrong + ".")
                .hint(hint);
    }

    /**
     * Explains what was thrown.
     *
     * @param code what was being run, such as {@code the constructor of x.Y}
     */
    static SourceException explain(PluginInfo plugin, String code, Throwable thrown) {
        Throwable cause = unwrap(thrown);
        SourceException problem;
        if (cause instanceof UnsupportedClassVersionError) {
            problem = newerJava(plugin, cause);
        } else if (isMissingClass(cause)) {
            problem = missingClass(plugin, cause.getMessage().replace('/', '.'));
        } else if (cause instanceof LinkageError) {
            problem =
                    of(plugin, "does not fit: " + cause, "Build the plugin again for this Dango.");
        } else {
            problem =
                    of(
                            plugin,
                            "cannot be used: " + code + " failed with " + cause,
                            "Report this to the plugin's author.");
        }
        return problem.causedBy(thrown);
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof InvocationTargetException
                        || cause instanceof ExceptionInInitializerError)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isMissingClass(Throwable cause) {
        return (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException)
                && cause.getMessage() != null
                && !cause.getMessage().startsWith(FAILED_BEFORE);
    }

    private static SourceException newerJava(PluginInfo plugin, Throwable cause) {
        Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(cause.getMessage()));
        String needed =
                version.find()
                        ? "Java " + (Integer.parseInt(version.group(1)) - CLASS_FILE_OFFSET)
                        : "a newer Java";
        return of(
                plugin,
                "needs " + needed + ", and this is Java " + Runtime.version().feature(),
                "Run Dango with "
                        + needed
                        + " or later (set JAVA_HOME), or build the plugin for an older release.");
    }

    private static SourceException missingClass(PluginInfo plugin, String className) {
        if (SpiClassLoader.isInternal(className)) {
            return of(
                    plugin,
                    "uses " + className + ", which is internal to Dango",
                    "Plugins may use dev.dango.spi and dev.dango.http only.");
        }
        if (SpiClassLoader.isShared(className)) {
            return of(
                    plugin,
                    "uses " + className + ", which this version of Dango does not have",
                    "Update Dango, and let Plugin-Requires name the version that has it.");
        }
        return of(
                plugin,
                "uses " + className + ", which is not in its jar",
                "Plugins bring their libraries themselves: shade the library into the jar.");
    }
}
