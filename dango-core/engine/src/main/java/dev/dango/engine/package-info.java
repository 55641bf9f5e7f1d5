/**
 * The engine's front door: open a project, then check, plan and sync its sources. Everything behind
 * it is in the packages below, each with its own two sentences.
 */
package dev.dango.engine;
