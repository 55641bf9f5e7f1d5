/**
 * Keeps the documents true: what they tell users to type can be typed, what they link to is there,
 * and the pages of the connectors say what the connectors say of themselves.
 */
package dev.dango.cli.docs;
