package dev.dango.benchmark.race;

/**
 * What a round cost.
 *
 * @param wall seconds by the clock
 * @param cpu seconds of processor time, over all threads
 * @param peak most bytes of memory the process ever held, or 0 where the system does not tell
 */
public record Cost(double wall, double cpu, long peak) {}
