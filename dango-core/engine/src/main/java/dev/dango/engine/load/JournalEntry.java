package dev.dango.engine.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.dango.engine.record.Column;
import dev.dango.engine.state.CursorState;
import java.util.List;
import java.util.Map;

/** A line of a stage's journal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Begin.class, name = "begin"),
    @JsonSubTypes.Type(value = JournalEntry.Resource.class, name = "resource"),
    @JsonSubTypes.Type(value = JournalEntry.Tables.class, name = "tables"),
    @JsonSubTypes.Type(value = JournalEntry.Checkpoint.class, name = "checkpoint"),
    @JsonSubTypes.Type(value = JournalEntry.Complete.class, name = "complete"),
    @JsonSubTypes.Type(value = JournalEntry.Refused.class, name = "refused")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface JournalEntry {

    /** The first line. */
    record Begin(LoadHeader header) implements JournalEntry {}

    /** A resource is going to be read. */
    record Resource(ResourceLoad load) implements JournalEntry {}

    /** The tables of a resource as they are now; replaces what earlier lines said of them. */
    record Tables(int resource, List<Table> tables) implements JournalEntry {}

    /** A table; parent is the id of the table it is nested in, or -1. */
    record Table(int id, String name, int parent, List<Column> columns) {}

    /** All of the segment up to {@code length}, and the cursor with it, is good. */
    record Checkpoint(
            String segment,
            long length,
            int resource,
            String slice,
            long records,
            long discarded,
            Map<String, Long> rejected,
            boolean done,
            boolean forget,
            CursorState cursor,
            List<StagedFile> files,
            List<Map<String, Object>> deletes)
            implements JournalEntry {

        /** A stage of an earlier version does not speak of rejects. */
        public Checkpoint {
            rejected = rejected == null ? Map.of() : rejected;
        }
    }

    /** All slices of a resource are read. */
    record Complete(int resource) implements JournalEntry {}

    /** Nothing of a resource is to be loaded, not even what was checkpointed. */
    record Refused(int resource) implements JournalEntry {}
}
