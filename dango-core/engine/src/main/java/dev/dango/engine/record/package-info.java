/**
 * What happens to a record between the connector and the stage: names, types, nesting, cursors. It
 * ends in column batches, a table's rows column by column.
 */
package dev.dango.engine.record;
