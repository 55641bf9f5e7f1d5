package dev.dango.engine.source;

import dev.dango.spi.Source;

/**
 * A source type and where it came from.
 *
 * @param source the connector
 * @param plugin id of the plugin that brought it
 * @param version version of that plugin
 */
public record InstalledSource(Source source, String plugin, String version) {}
