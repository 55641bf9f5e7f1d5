/**
 * Contenders that do the same work in turn, and what each round cost them. A contender is a process
 * per round, or a JVM that stays warm from round to round.
 */
package dev.dango.benchmark.race;
