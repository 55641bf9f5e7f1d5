/**
 * Tables and views of a PostgreSQL database, with the types they have there. {@link
 * dev.dango.connectors.postgres.Catalog} says what there is, {@link
 * dev.dango.connectors.postgres.TableResource} reads one table.
 */
package dev.dango.connectors.postgres;
