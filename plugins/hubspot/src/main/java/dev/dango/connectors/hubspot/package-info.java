/**
 * HubSpot: objects of the CRM with all their properties, standard and custom ones. First loads list
 * everything, later ones search for what has changed since.
 */
package dev.dango.connectors.hubspot;
