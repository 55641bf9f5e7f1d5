package dev.dango.spi;

/** <em>Provided by Dango.</em> What a connector may use while it reads one slice. */
public interface ReadContext extends SourceContext {

    /**
     * How far this slice has been read.
     *
     * @return never null, also for resources without a cursor
     */
    IncrementalCursor cursor();
}
