/**
 * Loads Zendesk Support, and on request Talk and Help Center. What grows is read by incremental
 * exports, everything else as a whole.
 */
package dev.dango.connectors.zendesk;
