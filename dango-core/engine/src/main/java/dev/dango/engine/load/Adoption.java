package dev.dango.engine.load;

import dev.dango.engine.state.CursorState;
import java.util.Map;

/**
 * What Dango takes over of a resource that the original Dango loaded before.
 *
 * @param resource its name
 * @param table its table
 * @param positions where the original stood, by slice
 * @param files which rows came from which files; without any unless the resource is files
 */
public record Adoption(
        String resource, String table, Map<String, CursorState> positions, FileRows files) {

    /** Copies. */
    public Adoption {
        positions = Map.copyOf(positions);
    }

    /**
     * Which rows of a table came from which file.
     *
     * @param column the column that is to name the file
     * @param slices the name by what the original wrote into the rows
     */
    public record FileRows(String column, Map<OriginalFiles.Rows, String> slices) {

        /** The rows came from no files. */
        public static final FileRows NONE = new FileRows("", Map.of());
    }
}
