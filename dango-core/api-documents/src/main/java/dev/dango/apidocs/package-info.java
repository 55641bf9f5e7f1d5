/**
 * Checks requests that connectors make against what vendors publish about their APIs for machines:
 * OpenAPI documents, GraphQL schemas and Google's discovery documents. Of use in tests only; the
 * documents stand in a folder outside the project, and without it the checks are skipped.
 */
package dev.dango.apidocs;
