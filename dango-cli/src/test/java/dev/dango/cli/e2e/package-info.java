/**
 * The packaged product as its users run it: the launcher in a project's folder, against real
 * servers. Nothing here calls a class of Dango; what is checked is what a process prints, how it
 * ends, and what then stands in the warehouse.
 */
package dev.dango.cli.e2e;
