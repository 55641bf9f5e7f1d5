/**
 * What a sync has done, as plain data: per table, per source, per run. Loading fills it in and the
 * command line shows it.
 */
package dev.dango.engine.report;
