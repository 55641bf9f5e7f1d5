package dev.dango.engine.sync;

import dev.dango.engine.load.SourceState;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.util.List;
import java.util.Locale;

/** Refuses ways of writing that cannot do right by a table, before anything is read. */
final class WriteCheck {

    private final SourceState state;
    private final boolean startsAnew;

    WriteCheck(SourceState state, SyncOptions options) {
        this.state = state;
        this.startsAnew = options.fullRefresh();
    }

    /** Throws if the resource cannot be written as it is to be. */
    void check(ResourceRead read) {
        ResourceSpec spec = read.spec();
        String table = read.load().table();
        switch (spec.mode()) {
            case MERGE -> checkMerge(spec, table);
            case UPSERT, INSERT_ONLY -> checkKeyed(spec, table);
            case SCD2 -> checkVersions(spec, table);
            default -> {}
        }
        if (spec.mode() != WriteMode.SCD2 && !startsAnew && state.hasVersions(table)) {
            throw problem(
                            "table %s holds versions of its records (scd2), which %s would lose"
                                    .formatted(table, word(spec.mode())))
                    .hint(
                            "Set write_disposition: scd2 for it, or begin it anew with --full-refresh.");
        }
    }

    private static void checkMerge(ResourceSpec spec, String table) {
        if (spec.primaryKey().isEmpty() && spec.mergeKey().isEmpty()) {
            throw noKey(table, "merges");
        }
    }

    private static void checkKeyed(ResourceSpec spec, String table) {
        if (spec.primaryKey().isEmpty()) {
            throw noKey(table, "is written with " + word(spec.mode()));
        }
        if (!spec.mergeKey().isEmpty()) {
            throw problem(
                            "table %s is written with %s, which goes by the primary key alone, but has the merge key %s"
                                    .formatted(table, word(spec.mode()), names(spec.mergeKey())))
                    .hint("Set write_disposition: merge for it, which goes by both.");
        }
    }

    private static void checkVersions(ResourceSpec spec, String table) {
        if (spec.hardDelete().isPresent()) {
            throw problem(
                            "table %s is written with scd2, which tells by a record's absence that it is gone, and not by the column %s"
                                    .formatted(table, spec.hardDelete().get()))
                    .hint("Take hard_delete away, or set write_disposition: merge for it.");
        }
        if (spec.cursor().isPresent() && spec.mergeKey().isEmpty()) {
            throw problem(
                            "table %s is written with scd2 but read in parts, so every record that did not change would count as gone"
                                    .formatted(table))
                    .hint(
                            "Set in sources.yml: tables: {%s: {merge_key: %s}}, so that only records that come again are compared."
                                    .formatted(
                                            table,
                                            spec.primaryKey().isEmpty()
                                                    ? "..."
                                                    : names(spec.primaryKey())));
        }
    }

    private static SourceException noKey(String table, String how) {
        return problem("table %s %s but has no primary key".formatted(table, how))
                .hint(
                        "Set in sources.yml: tables: {%s: {primary_key: ...}}, or {write_disposition: append} for it."
                                .formatted(table));
    }

    private static SourceException problem(String sentence) {
        return SourceException.of(ErrorKind.CONFIG, sentence);
    }

    private static String names(List<String> columns) {
        return columns.size() == 1 ? columns.get(0) : columns.toString();
    }

    /** As users write it. */
    private static String word(WriteMode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
