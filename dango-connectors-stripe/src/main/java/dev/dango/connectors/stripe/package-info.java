/**
 * Stripe: payments, billing and payouts by the public REST API. The model of a connector that is
 * nothing but a description of an API.
 */
package dev.dango.connectors.stripe;
