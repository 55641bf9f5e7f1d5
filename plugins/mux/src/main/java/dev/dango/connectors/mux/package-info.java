/**
 * Mux: videos, live streams and who watched them. Views are read day by day from the last one on;
 * what can change at any time is read in full.
 */
package dev.dango.connectors.mux;
