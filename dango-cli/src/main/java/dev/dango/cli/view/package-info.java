/**
 * How things look: tables, lists, progress and JSON. Nothing here knows where its data comes from.
 */
package dev.dango.cli.view;
