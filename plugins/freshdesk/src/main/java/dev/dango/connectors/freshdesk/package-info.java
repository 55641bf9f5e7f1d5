/**
 * Loads tickets, contacts and the settings around them from Freshdesk. Tickets and contacts are
 * asked for by the time of their last change.
 */
package dev.dango.connectors.freshdesk;
