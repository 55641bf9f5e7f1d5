/**
 * The data that is loaded, the same in every run. Values are as mixed as those of real exports:
 * nothing that compresses to nothing.
 */
package dev.dango.benchmark.data;
