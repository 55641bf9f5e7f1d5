/**
 * The command line: one class per command, each of which asks the engine and shows the answer. What
 * a command prints on standard output is its result; everything else goes to standard error.
 */
package dev.dango.cli;
