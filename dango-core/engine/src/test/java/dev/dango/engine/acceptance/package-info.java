/**
 * The acceptance cases of dlt, at the engine: a real sync into a real warehouse. Where each case
 * stands, and what is different on purpose, is listed in {@code docs/acceptance.md}.
 */
package dev.dango.engine.acceptance;
