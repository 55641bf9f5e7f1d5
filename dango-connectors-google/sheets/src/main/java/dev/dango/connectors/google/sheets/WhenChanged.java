package dev.dango.connectors.google.sheets;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import java.util.List;
import java.util.Optional;

/**
 * A table that is read when the file has changed. Its position is the version that was read.
 *
 * @param table without a cursor
 * @param ranges what of the file is in the table; other ones are read whatever the version
 * @param version the file's
 * @param reader reads the table
 */
record WhenChanged(ResourceSpec table, String ranges, FileVersion version, Resource.Reader reader)
        implements Resource {

    @Override
    public ResourceSpec spec() {
        return table.cursor(CursorSpec.opaque());
    }

    @Override
    public List<Slice> slices(ReadContext context) {
        String known = context.cursor().positions().get(Slice.WHOLE.id());
        boolean unchanged = position(context).filter(at -> at.equals(known)).isPresent();
        return unchanged ? List.of() : List.of(Slice.WHOLE);
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) throws Exception {
        // asked before reading, so that what changes meanwhile is read by the next run
        Optional<String> position = position(context);
        reader.read(slice, context, out);
        position.ifPresent(context.cursor()::advanceTo);
    }

    private Optional<String> position(ReadContext context) {
        return version.of(context).map(file -> file + " " + ranges);
    }
}
