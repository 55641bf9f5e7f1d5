/**
 * Matomo: daily reports and visits of a web site by the Reporting API. Several reports are asked
 * for in one request where little is new.
 */
package dev.dango.connectors.matomo;
