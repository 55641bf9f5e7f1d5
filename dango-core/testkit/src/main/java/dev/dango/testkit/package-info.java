/**
 * What connector authors test with: the contract every source keeps, and fakes for the world around
 * it. Everything here is part of the product and documented as such.
 */
package dev.dango.testkit;
