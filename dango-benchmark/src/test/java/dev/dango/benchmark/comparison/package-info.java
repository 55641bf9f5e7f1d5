/**
 * The rows of the table that a benchmark prints. Each makes its data, lets contenders race and says
 * what the figure is.
 */
package dev.dango.benchmark.comparison;
