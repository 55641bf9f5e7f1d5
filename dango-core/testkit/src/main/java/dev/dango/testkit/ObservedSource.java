package dev.dango.testkit;

import dev.dango.spi.FileFormat;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.RowWriter;
import dev.dango.spi.Slice;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.TableSchema;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

/** A connector with somebody looking over its shoulder. */
final class ObservedSource implements Source {

    private final Source source;
    private final Observer observer;

    ObservedSource(Source source, Observer observer) {
        this.source = source;
        this.observer = observer;
    }

    /** Sees, and may interfere by throwing. Called from many threads. */
    interface Observer {

        /** What the connector offers. */
        default void offered(List<ResourceSpec> resources) {}

        /** What the connector cut a resource into; answers what is read. */
        default List<Slice> sliced(ResourceSpec resource, List<Slice> slices) {
            return slices;
        }

        /** Has a slice read. */
        default void read(ResourceSpec resource, Slice slice, Reading reading) throws Exception {
            reading.run();
        }

        /** Something was pushed, so large in some unit of its kind. */
        default void pushed(ResourceSpec resource, long amount) {}

        /** The connector asked for a checkpoint, and got it. */
        default void checkpointed(ResourceSpec resource) {}

        /** The connector had a row deleted. */
        default void deleted(ResourceSpec resource) {}
    }

    /** The reading of a slice. */
    interface Reading {
        void run() throws Exception;
    }

    @Override
    public SourceSpec spec() {
        return source.spec();
    }

    @Override
    public List<Resource> resources(SourceContext context) throws Exception {
        List<Resource> resources = source.resources(context);
        observer.offered(resources.stream().map(Resource::spec).toList());
        return resources.stream()
                .<Resource>map(resource -> new ObservedResource(resource, observer))
                .toList();
    }

    @Override
    public List<String> choices(String setting, SourceContext context) throws Exception {
        return source.choices(setting, context);
    }

    @Override
    public void check(SourceContext context) throws Exception {
        source.check(context);
    }

    private record ObservedResource(Resource resource, Observer observer) implements Resource {

        @Override
        public ResourceSpec spec() {
            return resource.spec();
        }

        @Override
        public List<Slice> slices(ReadContext context) throws Exception {
            return observer.sliced(spec(), resource.slices(context));
        }

        @Override
        public Map<String, String> adopt(Map<String, ?> original) throws Exception {
            return resource.adopt(original);
        }

        @Override
        public void read(Slice slice, ReadContext context, RecordSink out) throws Exception {
            RecordSink observed = new ObservedSink(spec(), out, observer);
            observer.read(spec(), slice, () -> resource.read(slice, context, observed));
        }
    }

    private record ObservedSink(ResourceSpec resource, RecordSink out, Observer observer)
            implements RecordSink {

        @Override
        public void row(Map<String, ?> values) {
            out.row(values);
            observer.pushed(resource, 1);
        }

        @Override
        public RowWriter rows(TableSchema schema) {
            return new ObservedRows(resource, out.rows(schema), observer);
        }

        @Override
        public void json(byte[] utf8, int offset, int length) {
            out.json(utf8, offset, length);
            observer.pushed(resource, length);
        }

        @Override
        public void file(
                Path file, FileFormat format, Map<String, String> options, Map<String, ?> columns) {
            out.file(file, format, options, columns);
            observer.pushed(resource, Files.exists(file) ? file.toFile().length() : 0);
        }

        @Override
        public void delete(Map<String, ?> key) {
            out.delete(key);
            observer.deleted(resource);
        }

        @Override
        public void passed(Object value) {
            out.passed(value);
        }

        @Override
        public void checkpoint() {
            out.checkpoint();
            observer.checkpointed(resource);
        }

        @Override
        public boolean satisfied() {
            return out.satisfied();
        }
    }

    private record ObservedRows(ResourceSpec resource, RowWriter rows, Observer observer)
            implements RowWriter {

        @Override
        public RowWriter set(int column, long value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public RowWriter set(int column, double value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public RowWriter set(int column, boolean value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public RowWriter set(int column, String value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public RowWriter set(int column, byte[] value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public RowWriter set(int column, BigDecimal value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public RowWriter set(int column, LocalDate value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public RowWriter set(int column, LocalTime value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public RowWriter set(int column, Instant value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public RowWriter set(int column, LocalDateTime value) {
            rows.set(column, value);
            return this;
        }

        @Override
        public void endRow() {
            rows.endRow();
            observer.pushed(resource, 1);
        }
    }
}
