/**
 * What dlt, with which the original Dango loads, writes about itself: its JSON, its state, its
 * schemas. Forms only; where they are kept in the warehouse is the loader's business.
 */
package dev.dango.engine.dlt;
