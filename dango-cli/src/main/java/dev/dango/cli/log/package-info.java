/**
 * The log file of a project. Configured in code rather than by a file, because every command would
 * wait for the parsing of that file.
 */
package dev.dango.cli.log;
