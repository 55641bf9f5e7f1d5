/**
 * Airtable: the tables of a base, with the columns that its schema declares. What changed is asked
 * for where a table has a field that tells.
 */
package dev.dango.connectors.airtable;
