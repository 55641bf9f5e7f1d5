/**
 * What REST connectors are made of: a {@link dev.dango.http.RestSource} describes its {@link
 * dev.dango.http.RestApi} as a table of contents of {@link dev.dango.http.Endpoint}s, and one read
 * loop serves them all. The public types are a promise to plugins and show no other library; the
 * toolkit itself is one version per process, provided by Dango.
 */
package dev.dango.http;
