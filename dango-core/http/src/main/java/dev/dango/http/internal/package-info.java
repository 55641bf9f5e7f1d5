/**
 * The mechanics under the toolkit: bytes over the wire, JSON without trees, waiting and limiting.
 * Not for plugins; it changes without notice.
 */
package dev.dango.http.internal;
