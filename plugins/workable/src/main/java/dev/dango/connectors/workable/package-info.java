/**
 * Workable: jobs, candidates and the people who hire, by the public REST API. Nothing but a
 * description of that API.
 */
package dev.dango.connectors.workable;
