/**
 * Positions of cursors, kept in the warehouse beside the rows they belong to. The rules by which a
 * cursor filters and advances stand here once for all connectors.
 */
package dev.dango.engine.state;
