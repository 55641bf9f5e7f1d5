/**
 * Loads the messages of Kafka topics, a table for each topic. Partitions are the slices, and the
 * offset up to which a partition has been read is committed with its rows, never to Kafka.
 */
package dev.dango.connectors.kafka;
