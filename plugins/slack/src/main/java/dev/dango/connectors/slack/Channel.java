package dev.dango.connectors.slack;

import dev.dango.http.ColumnNames;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A channel whose messages can be read.
 *
 * @param id what it is called for good
 * @param name what users call it
 * @param table how the names of its tables begin
 * @param isMember whether the app was invited
 */
record Channel(String id, String name, String table, boolean isMember) {

    /** In the order of their ids, so that of two names that make one table the same keeps it. */
    static List<Channel> of(List<Response> pages) {
        ColumnNames tables = new ColumnNames();
        return pages.stream()
                .flatMap(page -> page.values().stream())
                .map(each -> (Map<?, ?>) each)
                .sorted(Comparator.comparing(json -> json.get("id").toString()))
                .map(json -> of(json, tables))
                .toList();
    }

    private static Channel of(Map<?, ?> json, ColumnNames tables) {
        String id = json.get("id").toString();
        String name = String.valueOf(json.get("name"));
        boolean isMember = Boolean.TRUE.equals(json.get("is_member"));
        return new Channel(id, name, tables.of(name, id), isMember);
    }

    /**
     * Those that users name; without names, those that the app was invited to. Others, which may be
     * refused, come last: the first refusal ends the reading of a table.
     */
    static List<Channel> selected(List<Channel> channels, List<String> names) {
        if (names.isEmpty()) {
            return channels.stream().filter(Channel::isMember).toList();
        }
        return names.stream()
                .map(name -> find(channels, name))
                .distinct()
                .sorted(Comparator.comparing(channel -> !channel.isMember()))
                .toList();
    }

    private static Channel find(List<Channel> channels, String nameOrId) {
        String wanted = nameOrId.replaceFirst("^#", "");
        return channels.stream()
                .filter(channel -> wanted.equals(channel.id()) || wanted.equals(channel.name()))
                .findFirst()
                .orElseThrow(
                        () ->
                                SourceException.of(
                                                ErrorKind.CONFIG,
                                                "There is no channel \"" + nameOrId + "\".")
                                        .hint(
                                                "Check selected_channels; a private channel needs"
                                                        + " private_channels: true, and the app in"
                                                        + " it.")
                                        .didYouMean(
                                                wanted,
                                                channels.stream().map(Channel::name).toList()));
    }
}
