package dev.dango.connectors.csv;

import dev.dango.spi.Resource;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import java.util.List;

/** Files of one folder, all into one table that is named like the source. */
abstract class FilesSource implements Source {

    private final SourceSpec spec;
    private final String usualPattern;

    /**
     * Describes a type of source.
     *
     * @param spec without settings, which are the same for all types
     * @param usualPattern which files of the folder, unless users say
     */
    FilesSource(SourceSpec spec, String usualPattern) {
        this.spec = spec.category("Local & Custom").config(FileSettings.class);
        this.usualPattern = usualPattern;
    }

    @Override
    public SourceSpec spec() {
        return spec;
    }

    @Override
    public List<Resource> resources(SourceContext context) {
        return List.of(
                new FileTable(
                        context.sourceName(), folder(context), CsvOptions.of(settings(context))));
    }

    @Override
    public void check(SourceContext context) {
        folder(context).find(context::warn);
    }

    private Folder folder(SourceContext context) {
        FileSettings settings = settings(context);
        return new Folder(settings.directory(), settings.filePattern().orElse(usualPattern));
    }

    private static FileSettings settings(SourceContext context) {
        return context.config(FileSettings.class);
    }

    @Override
    public Planning planning() {
        return Planning.LOCAL;
    }
}
