/**
 * What past runs did, in a file of lines per source that is only added to. It is for people and
 * their tools: a sync neither reads it to know where to go on, nor fails when it cannot be written.
 */
package dev.dango.engine.history;
