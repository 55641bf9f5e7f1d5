/**
 * Records as nobody should send them. Nothing may crash, be run as SQL, leave the project's folder
 * or get lost without a word.
 */
package dev.dango.engine.hostile;
