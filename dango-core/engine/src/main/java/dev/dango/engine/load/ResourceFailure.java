package dev.dango.engine.load;

import dev.dango.spi.SourceException;

/** One resource of a load cannot be written; the others can. */
final class ResourceFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient StagedLoad.Resource resource;

    ResourceFailure(StagedLoad.Resource resource, SourceException cause) {
        super(cause.getMessage(), cause);
        this.resource = resource;
    }

    StagedLoad.Resource resource() {
        return resource;
    }

    SourceException reason() {
        return (SourceException) getCause();
    }
}
