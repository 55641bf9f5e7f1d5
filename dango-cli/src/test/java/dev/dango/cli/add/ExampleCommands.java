package dev.dango.cli.add;

import dev.dango.engine.project.SourceEntry;

/** The command lines that the pages of the connectors show. */
public final class ExampleCommands {

    private ExampleCommands() {}

    /** The call of {@code source add} that makes this entry. */
    public static String adding(SourceEntry entry) {
        Draft draft = new Draft(entry.type(), entry.name());
        entry.settings().forEach(draft::set);
        return SourceAdder.commandLine(draft);
    }
}
