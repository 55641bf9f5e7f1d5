package dev.dango.connectors.hubspot;

import java.util.List;

/**
 * A type of objects in the CRM.
 *
 * @param name what users call it, in the plural
 * @param path how it is called in addresses
 * @param modified the property that says when an object has changed
 * @param links other types whose objects these can be associated with
 */
record CrmObject(String name, String path, String modified, List<String> links) {

    /** Objects call it like this, only contacts do not. */
    private static final String MODIFIED = "hs_lastmodifieddate";

    static CrmObject of(String name, String... links) {
        return new CrmObject(name, name, MODIFIED, List.of(links));
    }

    /** Contacts can be searched by {@code hs_lastmodifieddate}, but are not found by it. */
    static CrmObject contacts(String... links) {
        return new CrmObject("contacts", "contacts", "lastmodifieddate", List.of(links));
    }

    static CrmObject custom(String name, String typeId) {
        List<String> links = List.of("contacts", "companies", "deals", "tickets");
        return new CrmObject(name, typeId, MODIFIED, links);
    }

    /** The same with those links only that lead to a type among these. */
    CrmObject linkedTo(List<String> types) {
        return new CrmObject(name, path, modified, links.stream().filter(types::contains).toList());
    }
}
