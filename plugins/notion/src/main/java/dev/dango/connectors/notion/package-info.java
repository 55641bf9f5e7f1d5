/**
 * Notion: databases with their properties as columns, pages, users, and on request the blocks and
 * comments of pages. Databases and pages are asked for what was edited since.
 */
package dev.dango.connectors.notion;
