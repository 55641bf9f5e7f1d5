package dev.dango.engine.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dango.engine.history.RunRecord.Status;
import dev.dango.engine.load.ProcessLock;
import dev.dango.engine.project.AtomicFiles;
import dev.dango.engine.project.Project;
import dev.dango.engine.report.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The runs of one source, in {@code .dango/history/<source>.jsonl}: a line when a run begins and
 * one when it has ended, only ever added to, but for old runs that are dropped now and then. A
 * begin without an end is a run that goes on or, if nobody holds the source's lock, was killed.
 */
public final class RunHistory {

    /** Of a run that was killed at most a few newer runs can have ended before anybody noted it. */
    private static final int LOOK_BACK = 20;

    /** Ours, and that of the original. */
    private static final Pattern FILE = Pattern.compile("([^.].*)\\.jsonl?");

    private static final String END = "{\"entry\":\"end\"";

    private final Path file;
    private final Path sourceLock;
    private final int kept;
    private final OriginalHistory original;

    /**
     * Names the files.
     *
     * @param project where they are
     * @param source the source's name
     */
    public RunHistory(Project project, String source) {
        this.file = project.history().resolve(source + ".jsonl");
        this.sourceLock = project.lock(source);
        this.kept = project.historyRuns();
        this.original = new OriginalHistory(project.history(), source);
    }

    /**
     * The sources of which there is a history, whether or not they are configured.
     *
     * @param project where they are
     * @return in order of their names
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static List<String> sources(Project project) {
        if (!Files.isDirectory(project.history())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(project.history())) {
            return files.map(path -> FILE.matcher(path.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> name.group(1))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Notes that a run begins, and that any that began before is over. The caller holds the
     * source's lock.
     *
     * @param run of status RUNNING
     * @param redact hides secrets in texts
     * @throws UncheckedIOException if the file cannot be written
     */
    public void begin(RunRecord run, UnaryOperator<String> redact) {
        try {
            Files.createDirectories(file.getParent());
            for (RunRecord unfinished : recorded(LOOK_BACK)) {
                if (unfinished.status() == Status.RUNNING) {
                    append("end", unfinished.killed(), redact);
                }
            }
            prune();
            append("begin", run, redact);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Notes how a run ended, whether or not its begin was noted.
     *
     * @param run of any status but RUNNING
     * @param redact hides secrets in texts
     * @throws UncheckedIOException if the file cannot be written
     */
    public void end(RunRecord run, UnaryOperator<String> redact) {
        try {
            Files.createDirectories(file.getParent());
            append("end", run, redact);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The last runs, with those of the original.
     *
     * @param limit how many at most
     * @return the newest first; lines that cannot be understood are left out
     * @throws UncheckedIOException if the file cannot be read
     */
    public List<RunRecord> newest(int limit) {
        try {
            List<RunRecord> own = new ArrayList<>(recorded(limit));
            boolean anyOpen = own.stream().anyMatch(run -> run.status() == Status.RUNNING);
            if (anyOpen && !ProcessLock.isHeld(sourceLock)) {
                own.replaceAll(run -> run.status() == Status.RUNNING ? run.killed() : run);
            }
            return merged(own, original.runs(), limit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each list keeps its order, which is right also if a clock went backward. */
    private static List<RunRecord> merged(List<RunRecord> own, List<RunRecord> others, int limit) {
        List<RunRecord> merged = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (merged.size() < limit && (i < own.size() || j < others.size())) {
            boolean takeOwn =
                    j == others.size()
                            || (i < own.size()
                                    && !own.get(i).startedAt().isBefore(others.get(j).startedAt()));
            merged.add(takeOwn ? own.get(i++) : others.get(j++));
        }
        return merged;
    }

    /** Runs by the file alone, the newest first. */
    private List<RunRecord> recorded(int limit) throws IOException {
        List<RunRecord> runs = new ArrayList<>();
        if (!Files.exists(file)) {
            return runs;
        }
        String text = Files.readString(file);
        Set<String> seen = new HashSet<>();
        int end = text.length();
        while (end > 0 && runs.size() < limit) {
            int start = text.lastIndexOf('\n', end - 1) + 1;
            RunRecord run = parse(text.substring(start, end));
            // read backward, the end of a run comes before its begin
            if (run != null && seen.add(run.id())) {
                runs.add(run);
            }
            end = start - 1;
        }
        return runs;
    }

    /** Null for a line that a kill has torn, or that another version wrote. */
    private static RunRecord parse(String line) {
        try {
            return line.isBlank() ? null : RunJson.read(JsonFields.of(Json.read(line)));
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private void append(String entry, RunRecord run, UnaryOperator<String> redact)
            throws IOException {
        String line = line(entry, run, redact);
        try (ProcessLock lock = lock();
                FileChannel channel =
                        FileChannel.open(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE)) {
            // in one write, so that only a crash of the system can tear it
            ByteBuffer bytes = UTF_8.encode((endsTorn(channel) ? "\n" : "") + line);
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static boolean endsTorn(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size == 0) {
            return false;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, size - 1);
        return last.get(0) != '\n';
    }

    private static String line(String entry, RunRecord run, UnaryOperator<String> redact) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entry", entry);
        json.putAll(RunJson.write(run));
        return Json.write(redacted(json, redact)) + "\n";
    }

    private static Object redacted(Object value, UnaryOperator<String> redact) {
        if (value instanceof String text) {
            return redact.apply(text);
        }
        if (value instanceof Optional<?> optional) {
            return redacted(optional.orElse(null), redact);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> safe = new LinkedHashMap<>();
            map.forEach((name, field) -> safe.put(name, redacted(field, redact)));
            return safe;
        }
        if (value instanceof Collection<?> elements) {
            List<Object> safe = new ArrayList<>();
            elements.forEach(element -> safe.add(redacted(element, redact)));
            return safe;
        }
        return value;
    }

    /** Drops the oldest, a tenth at a time, so that not every run writes the file anew. */
    private void prune() throws IOException {
        if (!Files.exists(file) || ended(Files.readString(file)) <= kept + kept / 10) {
            return;
        }
        try (ProcessLock lock = lock()) {
            List<RunRecord> runs = recorded(kept);
            Collections.reverse(runs);
            StringBuilder text = new StringBuilder();
            runs.forEach(run -> text.append(line("end", run, UnaryOperator.identity())));
            AtomicFiles.write(file, text.toString());
        }
    }

    private static int ended(String text) {
        int count = 0;
        for (int at = text.indexOf(END); at >= 0; at = text.indexOf(END, at + 1)) {
            count++;
        }
        return count;
    }

    /** Runs that cannot begin are noted without the source's lock, hence this one. */
    private ProcessLock lock() {
        return ProcessLock.acquire(
                sourceLock.resolveSibling("history-" + sourceLock.getFileName()), "noting a run");
    }
}
