/**
 * Adding a source: from answers given as options or asked for at the terminal to an entry in {@code
 * sources.yml}. All questions come from the connector's settings record.
 */
package dev.dango.cli.add;
