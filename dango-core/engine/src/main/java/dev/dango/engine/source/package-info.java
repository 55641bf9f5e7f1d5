/**
 * Finding the code behind a source type, and calling it safely. The engine knows connectors only
 * through {@link dev.dango.engine.source.SourceCatalog}; how jars become catalogue entries is the
 * command line's business.
 */
package dev.dango.engine.source;
