/**
 * Connector for Google Sheets. Each tab or range of a spreadsheet is a table that is replaced when
 * the file has changed.
 */
package dev.dango.connectors.google.sheets;
