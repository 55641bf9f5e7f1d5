package dev.dango.http;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads children in their order, and has the first requests of the next ones sent meanwhile, so
 * that limits and not latency decide how long it takes. How many grows from none to eight: whoever
 * soon has enough causes few requests in vain. Confined to one thread. {@link HttpClient#readAhead}
 * makes it for connectors that need a loop of their own; listings have it built in.
 *
 * @param <T> stands for a child
 */
public final class ReadAhead<T> implements AutoCloseable {

    private static final int MOST = 8;

    private final Function<T, Optional<Request>> opening;
    private final BiFunction<Request, SourceContext, Response> sender;
    private final SourceContext run;
    private final StoppableContext context;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(MOST, ReadAhead::newThread);
    private final Map<Request, Future<Response>> sent = new HashMap<>();
    private final Deque<T> waiting = new ArrayDeque<>();
    private int ahead;

    /**
     * Begins.
     *
     * @param opening gives a child's first request
     * @param sender sends a request, on any thread
     * @param run of the calling thread
     */
    ReadAhead(
            Function<T, Optional<Request>> opening,
            BiFunction<Request, SourceContext, Response> sender,
            SourceContext run) {
        this.opening = opening;
        this.sender = sender;
        this.run = run;
        this.context = new StoppableContext(run);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "dango-ahead");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Takes a child, and reads the one whose turn it is.
     *
     * @param child the next one
     * @param reader reads a child, with {@link #send} for its requests; false ends the reading
     * @return false if the reader ended the reading
     */
    public boolean add(T child, Predicate<T> reader) {
        opening.apply(child).ifPresent(this::sendAhead);
        waiting.add(child);
        return waiting.size() <= ahead || readNext(reader);
    }

    /**
     * Reads those that are left.
     *
     * @param reader reads a child; false ends the reading
     * @return false if the reader ended the reading
     */
    public boolean finish(Predicate<T> reader) {
        boolean goOn = true;
        while (goOn && !waiting.isEmpty()) {
            goOn = readNext(reader);
        }
        return goOn;
    }

    private boolean readNext(Predicate<T> reader) {
        ahead = Math.min(2 * ahead + 1, MOST);
        return reader.test(waiting.remove());
    }

    private void sendAhead(Request request) {
        sent.computeIfAbsent(request, first -> threads.submit(() -> sender.apply(first, context)));
    }

    /**
     * The answer to a request, which may have been sent already.
     *
     * @param request a child's first one, or any other
     * @return as {@link HttpClient#send} does
     * @throws SourceException as {@link HttpClient#send} does
     */
    public Response send(Request request) {
        Future<Response> answer = sent.remove(request);
        return answer == null ? sender.apply(request, run) : received(answer);
    }

    private static Response received(Future<Response> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceException.of(ErrorKind.CANCELLED, "Interrupted while waiting.").causedBy(e);
        }
    }

    /** Breaks off what nobody will take. */
    @Override
    public void close() {
        threads.shutdownNow();
        context.close();
    }
}
