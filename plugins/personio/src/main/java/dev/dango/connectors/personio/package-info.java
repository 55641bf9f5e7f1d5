/**
 * Personio: employees, absences, attendances and custom reports by the public API. Attributes come
 * as columns, not as the objects in which the API wraps them.
 */
package dev.dango.connectors.personio;
