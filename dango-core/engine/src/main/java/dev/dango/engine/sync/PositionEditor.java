package dev.dango.engine.sync;

import dev.dango.engine.load.Position;
import dev.dango.engine.load.ResourceLoad;
import dev.dango.engine.load.SourceState;
import dev.dango.engine.load.SourceStore;
import dev.dango.engine.project.Nearest;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.record.Names;
import dev.dango.engine.state.CursorKey;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Shows the positions of a source, forgets them or sets them back. Refuses what would have the next
 * sync bring rows twice, unless forced.
 */
public final class PositionEditor {

    private final SourceTurn turn;
    private final SourceEntry entry;

    /**
     * Prepares.
     *
     * @param entry the source
     * @param environment what all sources share
     * @param listener hears what is waited for
     * @param cancellation ends a wait
     */
    public PositionEditor(
            SourceEntry entry,
            SyncEnvironment environment,
            SyncListener listener,
            CancellationSource cancellation) {
        this.turn = new SourceTurn(entry, environment, listener, cancellation);
        this.entry = entry;
    }

    /**
     * The positions.
     *
     * @param table of which table or resource; empty for all
     * @return in order of resource and slice
     * @throws SourceException of kind CONFIG if a table is given and has none
     */
    public List<Position> positions(Optional<String> table) {
        List<Position> all = turn.editor().positions();
        List<Position> chosen = all.stream().filter(position -> isOf(position, table)).toList();
        if (table.isPresent() && chosen.isEmpty()) {
            List<String> resources = all.stream().map(Position::resource).distinct().toList();
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "%s has no position of %s%s"
                                    .formatted(
                                            entry.name(),
                                            table.get(),
                                            Nearest.question(table.get(), resources)))
                    .hint("Run dango state show %s to see which it has.".formatted(entry.name()));
        }
        return chosen;
    }

    private static boolean isOf(Position position, Optional<String> table) {
        return table.isEmpty()
                || position.resource().equals(table.get())
                || Names.path(position.resource()).equals(table.get());
    }

    /**
     * Says what would become of positions.
     *
     * @param request what is asked for
     * @return at least one change
     * @throws SourceException of kind CONFIG if it cannot be done, or would cost the user something
     */
    public PositionPlan plan(PositionRequest request) {
        return plan(chosen(request), specs(), request);
    }

    private List<Position> chosen(PositionRequest request) {
        List<Position> positions =
                positions(request.table()).stream()
                        .filter(at -> request.slice().map(at.slice()::equals).orElse(true))
                        .toList();
        if (positions.isEmpty()) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            request.slice().isPresent()
                                    ? "there is no slice \"%s\"".formatted(request.slice().get())
                                    : entry.name()
                                            + " has no positions: its next sync reads everything")
                    .hint("Run dango state show %s to see which it has.".formatted(entry.name()));
        }
        return positions;
    }

    private PositionPlan plan(
            List<Position> positions, Map<String, ResourceSpec> specs, PositionRequest request) {
        PositionPlan plan =
                request.to()
                        .map(to -> rewind(positions, specs, to))
                        .orElseGet(() -> reset(positions));
        if (!request.force()) {
            refuseDoubles(plan.changes(), specs, request.to());
        }
        return plan;
    }

    /**
     * Does it, all or nothing, when no sync of the source runs.
     *
     * @param request what is asked for
     * @return what was done
     * @throws SourceException of kind CONFIG as with {@link #plan}; nothing has changed
     */
    public PositionPlan apply(PositionRequest request) {
        return turn.alone(
                "changing the positions of",
                () -> {
                    List<Position> positions = chosen(request);
                    Map<String, ResourceSpec> specs = specs();
                    PositionPlan plan = plan(positions, specs, request);
                    turn.editor().move(plan.changes(), loads(plan, specs));
                    return plan;
                });
    }

    private static List<ResourceLoad> loads(PositionPlan plan, Map<String, ResourceSpec> specs) {
        return plan.changes().keySet().stream()
                .map(Position::resource)
                .distinct()
                .filter(specs::containsKey)
                .map(resource -> ResourceLoad.of(0, specs.get(resource)))
                .toList();
    }

    private static PositionPlan reset(List<Position> positions) {
        Map<Position, Optional<String>> changes = new LinkedHashMap<>();
        positions.forEach(position -> changes.put(position, Optional.empty()));
        return new PositionPlan(changes, List.of());
    }

    private PositionPlan rewind(
            List<Position> positions, Map<String, ResourceSpec> specs, String to) {
        Map<Position, Optional<String>> changes = new LinkedHashMap<>();
        List<SourceException> refusals = new ArrayList<>();
        byResource(positions)
                .forEach(
                        (resource, slices) -> {
                            try {
                                changes.putAll(earlier(resource, slices, specs, to));
                            } catch (SourceException e) {
                                refusals.add(e);
                            }
                        });
        if (changes.isEmpty()) {
            throw refusals.get(0);
        }
        return new PositionPlan(
                changes, refusals.stream().map(SourceException::getMessage).toList());
    }

    private static Map<String, List<Position>> byResource(List<Position> positions) {
        Map<String, List<Position>> byResource = new TreeMap<>();
        for (Position position : positions) {
            byResource.computeIfAbsent(position.resource(), r -> new ArrayList<>()).add(position);
        }
        return byResource;
    }

    /** The slices of one resource that are beyond the new position. */
    private Map<Position, Optional<String>> earlier(
            String resource, List<Position> slices, Map<String, ResourceSpec> specs, String to) {
        CursorSpec.Kind kind =
                Optional.ofNullable(specs.get(resource))
                        .flatMap(ResourceSpec::cursor)
                        .map(CursorSpec::kind)
                        .orElse(CursorSpec.Kind.OPAQUE);
        if (kind == CursorSpec.Kind.OPAQUE) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "only the connector understands the position of %s, so it can be reset but not set back"
                                    .formatted(resource))
                    .hint("Run dango state reset %s %s.".formatted(entry.name(), resource));
        }
        CursorKey target = GivenPosition.parse(kind, resource, to);
        Map<Position, Optional<String>> changes = new LinkedHashMap<>();
        for (Position slice : slices) {
            if (target.compareTo(CursorKey.parse(kind, slice.position())) < 0) {
                changes.put(slice, Optional.of(target.toString()));
            }
        }
        if (changes.isEmpty()) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "%s stands at %s, which is not after %s"
                                    .formatted(resource, slices.get(0).position(), target))
                    .hint("A position can only be set back: what lies between would be left out.");
        }
        return changes;
    }

    /** What the connector offers now, with what the user says about it. */
    private Map<String, ResourceSpec> specs() {
        SyncEnvironment environment = turn.environment();
        PreparedSource source = PreparedSource.of(entry, environment);
        Map<String, ResourceSpec> specs = new HashMap<>();
        try (RunContext run =
                new RunContext(
                        entry.name(),
                        source.settings().config(),
                        turn.cancellation(),
                        environment.clock(),
                        environment.project().state().resolve("scratch").resolve(entry.name()),
                        what -> turn.listener().waiting(entry.name(), "", what),
                        warning -> {})) {
            for (Resource resource : source.resources(run)) {
                specs.put(resource.spec().name(), entry.tables().apply(resource.spec()));
            }
        }
        return specs;
    }

    /** Rows with a key are found again when they come again; others would be there twice. */
    private void refuseDoubles(
            Map<Position, Optional<String>> changes,
            Map<String, ResourceSpec> specs,
            Optional<String> to) {
        SourceState state =
                new SourceStore(
                                turn.environment().warehouse(),
                                entry.name(),
                                entry.schema(),
                                what -> turn.listener().waiting(entry.name(), "", what),
                                turn.cancellation())
                        .read();
        for (Position position : changes.keySet()) {
            ResourceSpec spec = specs.get(position.resource());
            boolean appends = spec != null && spec.mode() == WriteMode.APPEND;
            long rows = state.rows(Names.path(position.resource()));
            if (appends && rows > 0) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "%s only adds rows, so reading it again would bring rows that are there a second time"
                                        .formatted(position.resource()))
                        .hint(
                                "Run dango sync %s %s, or add --force if you want them twice."
                                        .formatted(entry.name(), better(spec, to)));
            }
        }
    }

    /** A window is read again without bringing rows twice. */
    private static String better(ResourceSpec spec, Optional<String> to) {
        boolean isTimed =
                spec.cursor().filter(at -> at.kind() == CursorSpec.Kind.TIMESTAMP).isPresent();
        return to.isPresent() && isTimed
                ? "--since " + to.get() + ", which adds only what is not there"
                : "--full-refresh, which replaces them";
    }
}
