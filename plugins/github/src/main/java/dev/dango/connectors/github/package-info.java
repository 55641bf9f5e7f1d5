/**
 * GitHub: issues, pull requests, commits and workflow runs of some repositories, or of all of an
 * organization, by the public REST API.
 */
package dev.dango.connectors.github;
