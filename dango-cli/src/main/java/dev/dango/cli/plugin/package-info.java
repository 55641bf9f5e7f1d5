/**
 * Finding plugin jars, loading them behind the border, and saying in one sentence what is wrong
 * with one. PF4J does the loading and is seen nowhere else in Dango.
 */
package dev.dango.cli.plugin;
