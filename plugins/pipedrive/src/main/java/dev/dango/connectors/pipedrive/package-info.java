/**
 * Pipedrive: deals, contacts, activities and leads by both versions of the public REST API. Custom
 * fields become columns under the names that users gave them.
 */
package dev.dango.connectors.pipedrive;
