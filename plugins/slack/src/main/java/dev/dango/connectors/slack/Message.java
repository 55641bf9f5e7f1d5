package dev.dango.connectors.slack;

import dev.dango.http.Response;
import dev.dango.spi.DataType;
import dev.dango.spi.TableSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A message as rows hold it. Slack's points in time are texts of seconds with six digits behind the
 * point, which are exact: together with the channel they are the key of a message.
 */
final class Message {

    /** Levels of objects and lists in messages that become tables, as in the original. */
    static final int NESTING = 2;

    /** What messages usually have; the others are inferred. */
    static final TableSchema COLUMNS =
            TableSchema.empty()
                    .with("channel", DataType.TEXT)
                    .with("ts", DataType.TIMESTAMP)
                    .with("type", DataType.TEXT)
                    .with("subtype", DataType.TEXT)
                    .with("user", DataType.TEXT)
                    .with("bot_id", DataType.TEXT)
                    .with("text", DataType.TEXT)
                    .with("thread_ts", DataType.TIMESTAMP)
                    .with("reply_count", DataType.INTEGER)
                    .with("latest_reply", DataType.TIMESTAMP)
                    .with("edited__ts", DataType.TIMESTAMP)
                    .with("edited__user", DataType.TEXT)
                    .with("blocks", DataType.JSON);

    private static final Set<String> TIMES =
            Set.of("ts", "thread_ts", "latest_reply", "last_read", "parent_ts", "date_create");

    private final Map<?, ?> json;

    private Message(Map<?, ?> json) {
        this.json = json;
    }

    static List<Message> of(Response page) {
        return page.values().stream().map(each -> new Message((Map<?, ?>) each)).toList();
    }

    /** Slack's text for a point in time. */
    static String text(Instant instant) {
        return "%d.%06d".formatted(instant.getEpochSecond(), instant.getNano() / 1000);
    }

    static Instant instant(Object ts) {
        BigDecimal seconds = new BigDecimal(ts.toString());
        return Instant.ofEpochSecond(0, seconds.movePointRight(9).longValueExact());
    }

    String ts() {
        return json.get("ts").toString();
    }

    /** When its thread last went on; empty for one without replies. */
    Optional<Instant> latestReply() {
        return Optional.ofNullable(json.get("latest_reply")).map(Message::instant);
    }

    /** Whether it is a reply, not the message that a thread begins with. */
    boolean isReply() {
        return json.get("thread_ts") != null && !json.get("thread_ts").equals(json.get("ts"));
    }

    /** Without the channel, which a message does not name. */
    Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        json.forEach((name, value) -> row.put(name.toString(), value(name, value)));
        return row;
    }

    private static Object value(Object name, Object value) {
        if (name.equals("edited") && value instanceof Map<?, ?> edited) {
            Map<String, Object> changed = new LinkedHashMap<>();
            edited.forEach((part, content) -> changed.put(part.toString(), value(part, content)));
            return changed;
        }
        boolean time = TIMES.contains(name.toString()) && value != null;
        return time ? instant(value) : value;
    }
}
