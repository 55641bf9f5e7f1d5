package dev.dango.cli.plugin;

import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;

/** Which of two plugin versions is the higher one; authors need not follow semantic versioning. */
final class PluginVersions {

    private PluginVersions() {}

    /** Negative, zero or positive; whatever cannot be read as a version comes before what can. */
    static int compare(String left, String right) {
        Optional<Version> leftVersion = parse(left);
        Optional<Version> rightVersion = parse(right);
        if (leftVersion.isPresent() && rightVersion.isPresent()) {
            return leftVersion.get().compareTo(rightVersion.get());
        }
        return Boolean.compare(leftVersion.isPresent(), rightVersion.isPresent());
    }

    private static Optional<Version> parse(String version) {
        try {
            return Optional.of(Version.parse(version));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
