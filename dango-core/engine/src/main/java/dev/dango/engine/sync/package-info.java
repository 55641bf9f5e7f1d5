/**
 * One run of {@code dango sync}: plan, read slices in parallel into the stage, load, report. What
 * the rows look like is decided in {@code record}, how they reach the warehouse in {@code load}.
 */
package dev.dango.engine.sync;
