package dev.dango.connectors.slack;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Endpoint;
import dev.dango.http.RestApi;
import dev.dango.spi.CursorSpec;
import java.time.Duration;
import java.util.List;

/** The messages and replies of channels: in tables of each channel's own, or of all together. */
final class Conversations {

    private Conversations() {}

    /** Adds the tables of these channels, together or apart. */
    static RestApi addTo(RestApi api, List<Channel> channels, SlackSource.Config config) {
        RestApi all = api;
        if (!config.tablePerChannel()) {
            return addTo(all, "messages", "replies", channels, config);
        }
        for (Channel channel : channels) {
            String table = channel.table();
            all = addTo(all, table + "_message", table + "_replies", List.of(channel), config);
        }
        return all;
    }

    private static RestApi addTo(
            RestApi api,
            String messages,
            String replies,
            List<Channel> channels,
            SlackSource.Config config) {
        RestApi all =
                config.wants("messages") ? api.resource(messages, history(channels, config)) : api;
        return config.wants("replies")
                ? all.resource(
                        replies,
                        Endpoint.custom(
                                (name, client) -> new Threads(name, channels, client, config)))
                : all;
    }

    /** See <a href="https://docs.slack.dev/reference/methods/conversations.history">history</a>. */
    private static Endpoint history(List<Channel> channels, SlackSource.Config config) {
        CursorSpec sent = CursorSpec.timestamp("ts").lag(config.lookback());
        return SlackSource.starting(
                history("{channel}")
                        .forEach("channel", channels.stream().map(Channel::id).toList())
                        .include("", "channel")
                        .rows(page -> Message.of(page).stream().map(Message::row).toList())
                        .since(sent, "oldest", Message::text)
                        .until("latest", Message::text)
                        .key("channel", "ts")
                        .schema(Message.COLUMNS)
                        .maxTableNesting(Message.NESTING),
                config);
    }

    /** All messages of a channel, the newest first unless there is a start, but no end. */
    static Endpoint history(String channel) {
        return messages(get("/conversations.history"))
                .query("channel", channel)
                .query("inclusive", true)
                .limit("conversations.history", 50, Duration.ofMinutes(1));
    }

    /** What lists messages gives up to 999 at once. */
    static Endpoint messages(Endpoint list) {
        return list.query("limit", 999).records("/messages");
    }
}
