/**
 * Salesforce: any object that can be queried, by the REST API and, where there is much to read, by
 * the Bulk API 2.0. Fields and their types come from the object's description.
 */
package dev.dango.connectors.salesforce;
