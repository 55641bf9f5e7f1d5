/**
 * Files on the user's disk: CSV, TSV, JSON, NDJSON and Parquet, plain or compressed. Java finds out
 * which files are new, changed or gone; DuckDB reads them.
 */
package dev.dango.connectors.csv;
