/**
 * What a connector is written against: a {@link dev.dango.spi.Source} offers {@link
 * dev.dango.spi.Resource}s, each is read in {@link dev.dango.spi.Slice}s from an {@link
 * dev.dango.spi.IncrementalCursor} and pushes records into a {@link dev.dango.spi.RecordSink}. It
 * depends on nothing but the JDK, and each type says in its first line who implements it.
 */
package dev.dango.spi;
