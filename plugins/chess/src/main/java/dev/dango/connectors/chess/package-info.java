/**
 * Chess.com: players and their games by the published-data API. A finished month of games is read
 * once, the current one by every run.
 */
package dev.dango.connectors.chess;
