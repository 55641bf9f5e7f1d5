package dev.dango.connectors.slack;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.Match;
import dev.dango.http.Response;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The replies in the threads of channels, one slice a channel. Slack tells of a new reply only by
 * the message that began the thread, so the history is read again as far back as threads are
 * expected to go on; only threads that did go on are asked for.
 */
final class Threads implements Resource {

    /** Clocks differ, and a reply may show up in the history a little late. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private final ResourceSpec spec;
    private final List<Channel> channels;
    private final HttpClient client;
    private final SlackSource.Config config;

    /**
     * Describes them.
     *
     * @param name of the table
     * @param channels whose threads are read
     * @param client what to ask with
     * @param config says where to begin, and how old a thread may be to be seen going on
     */
    Threads(String name, List<Channel> channels, HttpClient client, SlackSource.Config config) {
        this.spec =
                ResourceSpec.named(name)
                        .primaryKey("channel", "ts")
                        .cursor(CursorSpec.opaque())
                        .schema(Message.COLUMNS)
                        .maxTableNesting(Message.NESTING);
        this.channels = channels;
        this.client = client;
        this.config = config;
    }

    /**
     * How far a channel is read.
     *
     * @param known all replies until then are loaded; empty before the first pass has ended
     * @param began when the pass began that is going on; empty between passes
     * @param reached its oldest message so far, as Slack writes it; empty between passes
     */
    private record Progress(Optional<Instant> known, Optional<Instant> began, String reached) {

        static Progress parse(Optional<String> position) {
            String[] parts = position.orElse("||").split("\\|", -1);
            return new Progress(instant(parts[0]), instant(parts[1]), parts[2]);
        }

        private static Optional<Instant> instant(String text) {
            return Optional.of(text).filter(t -> !t.isEmpty()).map(Instant::parse);
        }

        String text() {
            return known.map(Instant::toString).orElse("")
                    + "|"
                    + began.map(Instant::toString).orElse("")
                    + "|"
                    + reached;
        }

        Progress reaching(Instant newBegan, String newReached) {
            return new Progress(known, Optional.of(newBegan), newReached);
        }
    }

    @Override
    public ResourceSpec spec() {
        return spec;
    }

    @Override
    public List<Slice> slices(ReadContext context) {
        return channels.stream().map(channel -> Slice.of(channel.id())).toList();
    }

    /** Ends a pass that was interrupted before it looks for what has happened since. */
    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        Progress before = Progress.parse(context.cursor().position());
        pass(slice.id(), before, context, out);
        if (before.began().isPresent() && !out.satisfied()) {
            pass(slice.id(), Progress.parse(context.cursor().position()), context, out);
        }
    }

    private void pass(String channel, Progress progress, ReadContext context, RecordSink out) {
        Instant began = progress.began().orElseGet(() -> context.clock().instant());
        client.pages(
                messages(channel, progress, began),
                context,
                page -> {
                    for (Message message : Message.of(page)) {
                        if (goesOn(message, progress)) {
                            readThread(channel, message, context, out);
                        }
                    }
                    page.last("/ts")
                            .map(ts -> progress.reaching(began, ts).text())
                            .ifPresent(context.cursor()::advanceTo);
                    out.checkpoint();
                    return !out.satisfied();
                });
        if (!out.satisfied()) {
            Progress done = new Progress(Optional.of(began), Optional.empty(), "");
            context.cursor().advanceTo(done.text());
            out.checkpoint();
        }
    }

    /** Slack begins with the oldest page where it is told a start, but no end. */
    private Endpoint messages(String channel, Progress progress, Instant began) {
        Instant start = config.start().orElse(Instant.EPOCH);
        Instant from =
                progress.known()
                        .map(known -> known.minus(config.lookback()))
                        .filter(start::isBefore)
                        .orElse(start);
        String latest = progress.reached().isEmpty() ? Message.text(began) : progress.reached();
        Endpoint all = Conversations.history(channel).query("latest", latest);
        return from.equals(Instant.EPOCH) ? all : all.query("oldest", Message.text(from));
    }

    private static boolean goesOn(Message message, Progress progress) {
        return message.latestReply()
                .filter(
                        latest ->
                                progress.known()
                                        .filter(known -> latest.isBefore(known.minus(OVERLAP)))
                                        .isEmpty())
                .isPresent();
    }

    /** See <a href="https://docs.slack.dev/reference/methods/conversations.replies">replies</a>. */
    private void readThread(String channel, Message first, ReadContext context, RecordSink out) {
        Endpoint replies =
                Conversations.messages(get("/conversations.replies"))
                        .query("channel", channel)
                        .query("ts", first.ts())
                        .limit("conversations.replies", 50, Duration.ofMinutes(1))
                        .ignore(Match.any().value("/error", "thread_not_found"));
        client.pages(
                replies,
                context,
                page -> {
                    push(channel, page, out);
                    return !out.satisfied();
                });
    }

    /** Every page of a thread begins with the message that the thread began with. */
    private static void push(String channel, Response page, RecordSink out) {
        for (Message message : Message.of(page)) {
            if (message.isReply()) {
                Map<String, Object> row = message.row();
                row.put("channel", channel);
                out.row(row);
            }
        }
    }
}
