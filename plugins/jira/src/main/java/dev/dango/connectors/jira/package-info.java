/**
 * Jira Cloud: issues with their history, comments and worklogs, and what they are about, by the
 * public REST API. A description of that API, with readers of their own for what hangs on issues.
 */
package dev.dango.connectors.jira;
