/**
 * Strapi: the entries of a headless CMS by its REST API. Versions 4 and 5 look the same in the
 * warehouse.
 */
package dev.dango.connectors.strapi;
