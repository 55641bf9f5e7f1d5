package dev.dango.engine.sync;

import dev.dango.engine.dlt.ResourceState;
import dev.dango.engine.dlt.StateDocument;
import dev.dango.engine.load.Adoption;
import dev.dango.engine.load.Original;
import dev.dango.engine.load.OriginalFiles;
import dev.dango.engine.load.ResourceLoad;
import dev.dango.engine.load.SourceState;
import dev.dango.engine.record.CursorKeys;
import dev.dango.engine.record.Names;
import dev.dango.engine.source.PluginCalls;
import dev.dango.engine.state.CursorKey;
import dev.dango.engine.state.CursorState;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has a resource go on where the original Dango stood. Where that is not possible, tables to which
 * the same rows would be added again are refused; others are read from their start.
 */
final class Takeover {

    private static final String NO_POSITION = "kept no position for it that could be gone on from";

    private final String source;
    private final SourceState state;
    private final Original original;
    private final PluginCalls plugin;
    private final Consumer<String> warnings;

    Takeover(String source, SourceState state, PluginCalls plugin, Consumer<String> warnings) {
        this.source = source;
        this.state = state;
        this.original = state.original();
        this.plugin = plugin;
        this.warnings = warnings;
    }

    /** What to take over; empty if the original left nothing of the resource or it is taken. */
    Optional<Adoption> of(Resource resource, ResourceSpec spec, ResourceLoad load) {
        if (spec.cursor().isEmpty() || original.taken().contains(spec.name())) {
            return Optional.empty();
        }
        boolean isFiles = load.table().equals(source) && load.mergeKey().size() == 1;
        if (isFiles && !original.files().isEmpty()) {
            return Optional.of(files(resource, load));
        }
        if (original.unreadable().isPresent()) {
            throw unreadable(load, original.unreadable().get());
        }
        return original.state().flatMap(document -> positions(document, resource, spec, load));
    }

    private static SourceException unreadable(ResourceLoad load, String reason) {
        return SourceException.of(
                        ErrorKind.CONFIG,
                        "where the original Dango stood cannot be read from _dlt_pipeline_state (%s), so table %s was left as it is"
                                .formatted(reason, load.table()))
                .hint("Sync with --full-refresh to read the whole source anew.");
    }

    private Adoption files(Resource resource, ResourceLoad load) {
        OriginalFiles.Match match =
                original.files()
                        .match(plugin.call(() -> resource.adopt(original.files().toConnector())));
        if (!match.doubtful().isEmpty()) {
            warnings.accept(
                    "which rows of table %s the original Dango loaded from %s cannot be told, so they are loaded again"
                            .formatted(load.table(), String.join(", ", match.doubtful())));
        }
        return new Adoption(
                load.resource(),
                load.table(),
                match.positions(),
                new Adoption.FileRows(load.mergeKey().get(0), match.rows()));
    }

    private Optional<Adoption> positions(
            StateDocument document, Resource resource, ResourceSpec spec, ResourceLoad load) {
        Optional<ResourceState> found =
                document.resource(original.names(), name -> Names.path(name).equals(load.table()));
        if (found.filter(ResourceState::isOurs).isPresent()) {
            return Optional.empty();
        }
        CursorSpec cursor = spec.cursor().orElseThrow();
        if (cursor.kind() == CursorSpec.Kind.OPAQUE) {
            return opaque(document, resource, load);
        }
        if (found.isEmpty()) {
            if (!document.isOurs()) {
                refuseDoubles(load, NO_POSITION);
            }
            return Optional.empty();
        }
        List<ResourceState.Position> positions = found.get().positions();
        Optional<ResourceState.Position> position =
                found.get().position(path -> Names.path(path).equals(Names.path(cursor.column())));
        if (position.isEmpty()) {
            return Optional.of(
                    anew(
                            load,
                            positions.isEmpty()
                                    ? NO_POSITION
                                    : "kept its position by %s, not by %s"
                                            .formatted(positions.get(0).path(), cursor.column())));
        }
        return Optional.of(
                CursorKeys.find(cursor.kind(), position.get().lastValue())
                        .map(key -> whole(load, key, position.get().hashes()))
                        .orElseGet(() -> anew(load, misfit(position.get(), cursor))));
    }

    private static String misfit(ResourceState.Position position, CursorSpec cursor) {
        return "stood at \"%s\" by %s, which is no %s"
                .formatted(
                        position.lastValue(),
                        cursor.column(),
                        switch (cursor.kind()) {
                            case TIMESTAMP -> "point in time";
                            case NUMBER -> "whole number";
                            default -> "text";
                        });
    }

    private static Adoption whole(ResourceLoad load, CursorKey key, List<String> hashes) {
        CursorState position = new CursorState(key.toString(), hashes);
        return adoption(load, Map.of(Slice.WHOLE.id(), position));
    }

    private Optional<Adoption> opaque(
            StateDocument document, Resource resource, ResourceLoad load) {
        Map<String, CursorState> positions = new LinkedHashMap<>();
        plugin.call(() -> resource.adopt(document.resources()))
                .forEach((slice, position) -> positions.put(slice, CursorState.at(position)));
        if (!positions.isEmpty()) {
            return Optional.of(adoption(load, positions));
        }
        return document.isOurs() ? Optional.empty() : Optional.of(anew(load, NO_POSITION));
    }

    /**
     * Whether rows at the position may be there already. dlt's hashes say which, but not where its
     * connector made other records out of the same data.
     */
    boolean overlaps(ResourceSpec spec, Optional<Adoption> adoption) {
        boolean isOrdered =
                spec.cursor().filter(cursor -> cursor.kind() != CursorSpec.Kind.OPAQUE).isPresent();
        return isOrdered && (adoption.isPresent() || original.resting().contains(spec.name()));
    }

    /** Looks whether what was taken over fits the pieces in which the resource is read. */
    void check(ResourceRead read, Adoption adoption) {
        boolean isWhole = adoption.positions().containsKey(Slice.WHOLE.id());
        if (isWhole && read.slices().stream().noneMatch(Slice.WHOLE::equals)) {
            anew(read.load(), "kept one position for all of it, while it is read in pieces now");
        }
    }

    private Adoption anew(ResourceLoad load, String reason) {
        refuseDoubles(load, reason);
        if (state.rows(load.table()) > 0) {
            warnings.accept(
                    "table %s is read from its start, since the original Dango %s"
                            .formatted(load.table(), reason));
        }
        return adoption(load, Map.of());
    }

    private void refuseDoubles(ResourceLoad load, String reason) {
        if (load.mode() == WriteMode.APPEND && state.rows(load.table()) > 0) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "table %s was left as it is: the original Dango, which filled it, %s, so all rows would be added again"
                                    .formatted(load.table(), reason))
                    .hint("Sync with --full-refresh to read the whole source anew.");
        }
    }

    private static Adoption adoption(ResourceLoad load, Map<String, CursorState> positions) {
        return new Adoption(load.resource(), load.table(), positions, Adoption.FileRows.NONE);
    }
}
