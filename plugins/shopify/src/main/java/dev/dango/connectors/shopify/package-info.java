/**
 * Shopify: orders, customers, products and more of a shop by the GraphQL Admin API. Pages for what
 * is new, bulk operations for what is much.
 */
package dev.dango.connectors.shopify;
