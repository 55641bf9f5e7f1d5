package dev.dango.engine.settings;

import java.util.List;

/**
 * Settings as the connector gets them.
 *
 * @param config the connector's record
 * @param warnings what the user should know, one sentence each, without secrets
 */
public record BoundSettings(Record config, List<String> warnings) {}
