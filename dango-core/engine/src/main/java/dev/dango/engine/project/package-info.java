/**
 * Where things are in a project, and its files: {@code .dango/project.yml}, {@code
 * .dango/sources.yml}, {@code .env} and {@code .dlt/secrets.toml}. Edits touch only the lines they
 * are about, so comments and layout stay.
 */
package dev.dango.engine.project;
