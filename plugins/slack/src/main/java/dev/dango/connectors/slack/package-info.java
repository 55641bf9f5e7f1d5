/**
 * Slack: channels, users, messages, replies in threads and files of a workspace. Messages are asked
 * for from the last one on, and threads again when they go on.
 */
package dev.dango.connectors.slack;
