/**
 * The steps in which a sync makes durable what it has read, and what a process that ends after each
 * of them leaves behind. Tests stop or kill a sync at them; nothing else listens.
 */
package dev.dango.engine.protocol;
