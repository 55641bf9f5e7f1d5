/**
 * Kills syncs with SIGKILL, at every step of {@link dev.dango.engine.protocol.Step} and at moments
 * in between, while the data of the sources goes on changing; then lets one run to its end, and
 * compares the warehouse with what the sources hold. {@link dev.dango.cli.kill.Scenario} is the
 * table of what is loaded, {@link dev.dango.cli.kill.Aim} that of the places to kill at.
 */
package dev.dango.cli.kill;
