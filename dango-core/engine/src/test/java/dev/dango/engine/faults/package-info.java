/**
 * What goes wrong outside of Dango: disks, warehouses, connectors. Each test shows one fault, what
 * the user reads about it, and that the next sync makes good whatever it left.
 */
package dev.dango.engine.faults;
