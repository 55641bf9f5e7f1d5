package dev.dango.connectors.matomo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report of the Reporting API, which is a table with the rows of each period.
 *
 * @param table its name
 * @param method such as {@code Actions.getPageUrls}
 * @param period day, week, month or year
 * @param parameters further ones of the method
 */
record Report(String table, String method, String period, Map<String, String> parameters) {

    /** A report by day, its hierarchy laid flat. */
    static Report daily(String table, String method) {
        return new Report(table, method, "day", Map.of("flat", "1"));
    }

    boolean isDaily() {
        return period.equals("day");
    }

    /**
     * The parameters of a request. All rows are asked for, not the 100 that Matomo sends unless
     * told; numbers come as numbers, not as {@code 45%}.
     */
    Map<String, String> request(long site, String dates) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("method", method);
        all.put("idSite", Long.toString(site));
        all.put("period", period);
        all.put("date", dates);
        all.put("filter_limit", "-1");
        all.put("format_metrics", "0");
        all.putAll(parameters);
        return all;
    }

    /** Those that most sites have, in the order of Matomo's own menu. */
    static List<Report> usual() {
        return List.of(
                // Visitors
                daily("visits_summary", "VisitsSummary.get"),
                daily("visit_frequency", "VisitFrequency.get"),
                daily("visits_by_hour", "VisitTime.getVisitInformationPerServerTime"),
                daily("visits_by_duration", "VisitorInterest.getNumberOfVisitsPerVisitDuration"),
                daily("device_types", "DevicesDetection.getType"),
                daily("operating_systems", "DevicesDetection.getOsVersions"),
                daily("browsers", "DevicesDetection.getBrowsers"),
                daily("countries", "UserCountry.getCountry"),
                daily("regions", "UserCountry.getRegion"),
                daily("cities", "UserCountry.getCity"),
                daily("languages", "UserLanguage.getLanguageCode"),
                daily("user_ids", "UserId.getUsers"),
                // Behaviour
                daily("actions_summary", "Actions.get"),
                daily("page_urls", "Actions.getPageUrls"),
                daily("page_titles", "Actions.getPageTitles"),
                daily("entry_page_urls", "Actions.getEntryPageUrls"),
                daily("exit_page_urls", "Actions.getExitPageUrls"),
                daily("site_search_keywords", "Actions.getSiteSearchKeywords"),
                daily("outlinks", "Actions.getOutlinks"),
                daily("downloads", "Actions.getDownloads"),
                daily("event_categories", "Events.getCategory"),
                daily("event_actions", "Events.getAction"),
                daily("event_names", "Events.getName"),
                daily("content_names", "Contents.getContentNames"),
                // Acquisition
                daily("referrers", "Referrers.getAll"),
                daily("referrer_types", "Referrers.getReferrerType"),
                daily("search_engines", "Referrers.getSearchEngines"),
                daily("websites", "Referrers.getWebsites"),
                daily("social_networks", "Referrers.getSocials"),
                daily("campaigns", "Referrers.getCampaigns"),
                // Goals and e-commerce
                daily("goals_summary", "Goals.get"),
                daily("items_by_sku", "Goals.getItemsSku"),
                daily("items_by_name", "Goals.getItemsName"),
                daily("items_by_category", "Goals.getItemsCategory"));
    }
}
