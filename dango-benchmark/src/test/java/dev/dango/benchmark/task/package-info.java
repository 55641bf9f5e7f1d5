/**
 * What runs in the processes that are measured. Those that stand for what Dango is compared with
 * need nothing but a driver.
 */
package dev.dango.benchmark.task;
