/**
 * The stage on disk, and the one transaction that brings it into DuckDB. No other package speaks
 * SQL to the warehouse.
 */
package dev.dango.engine.load;
