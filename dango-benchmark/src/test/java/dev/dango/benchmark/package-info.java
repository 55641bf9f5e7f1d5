/**
 * Measures Dango against what DuckDB and other libraries do by themselves. {@code
 * docs/performance.md} says how to run it and what its figures mean.
 */
package dev.dango.benchmark;
