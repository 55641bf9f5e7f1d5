/**
 * Asana: projects, tasks and what is said about them, by the public REST API. Nothing but a
 * description of that API.
 */
package dev.dango.connectors.asana;
