package dev.dango.cli.add;

import dev.dango.engine.project.Nearest;
import dev.dango.engine.settings.SettingsField;
import dev.dango.engine.settings.SettingsSchema;
import dev.dango.engine.settings.SettingsType;
import dev.dango.engine.source.InstalledSource;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Adds a source from what the command line says, and asks nothing. */
public final class SourceAdder {

    private final Workspace workspace;
    private final Consumer<String> notes;

    /**
     * Prepares.
     *
     * @param workspace where the source goes
     * @param notes hears what the user should know
     */
    public SourceAdder(Workspace workspace, Consumer<String> notes) {
        this.workspace = workspace;
        this.notes = notes;
    }

    /**
     * Whether nothing that must be known is missing.
     *
     * @param answers what the command line says
     * @return false if there is something to ask for
     */
    public boolean isComplete(Answers answers) {
        return missing(answers).isEmpty();
    }

    /**
     * Puts the source together.
     *
     * @param answers what the command line says
     * @return what could be saved, as far as can be told without connecting
     * @throws SourceException of kind CONFIG that names everything that is missing
     */
    public Draft draft(Answers answers) {
        List<String> missing = missing(answers);
        if (!missing.isEmpty()) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "Some answers are missing, and there is no terminal to ask at: "
                                    + String.join(", ", missing)
                                    + ".")
                    .hint("Such as: dango source add TYPE NAME --set KEY=VALUE --resources a,b");
        }
        InstalledSource installed = installed(answers.type().orElseThrow());
        Draft draft = new Draft(installed.source().spec().type(), name(answers));
        GivenSettings given = given(installed, draft);
        given.take(answers, notes);
        given.useUsualVariables();
        workspace.binder(draft).bind(installed.source().spec().config(), draft.trial());
        return draft;
    }

    /** The flags that must be given and are not. */
    private List<String> missing(Answers answers) {
        List<String> missing = new ArrayList<>();
        if (answers.type().isEmpty()) {
            missing.add("TYPE");
        }
        if (answers.name().isEmpty()) {
            missing.add("NAME");
        }
        answers.type().ifPresent(type -> missing.addAll(missingSettings(type, answers)));
        return missing;
    }

    private List<String> missingSettings(String type, Answers answers) {
        InstalledSource installed = installed(type);
        Draft trial = new Draft(type, answers.name().orElse("").toLowerCase(Locale.ROOT));
        GivenSettings given = given(installed, trial);
        answers.settings().forEach(trial::set);
        given.useUsualVariables();
        return given.missing().stream().map(field -> flag(given, field)).toList();
    }

    private static String flag(GivenSettings given, SettingsField field) {
        if (field.name().equals(Answers.START_DATE)) {
            return "--start-date YYYY-MM-DD";
        }
        if (field.type().kind() == SettingsType.Kind.SECRET) {
            return "--set " + field.name() + "_env=" + given.usualVariable(field);
        }
        String example = field.example().isEmpty() ? "..." : field.example();
        return "--set " + field.name() + "=" + example;
    }

    private String name(Answers answers) {
        String name = answers.name().orElseThrow().toLowerCase(Locale.ROOT);
        Optional<String> problem = workspace.sources().nameProblem(name);
        if (problem.isPresent()) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "The source cannot be added: " + problem.get())
                    .hint("Choose another name.");
        }
        return name;
    }

    private GivenSettings given(InstalledSource installed, Draft draft) {
        SettingsSchema schema = SettingsSchema.of(installed.source().spec().config());
        return new GivenSettings(workspace, schema, draft);
    }

    /**
     * Finds the connector.
     *
     * @param type the connector's type
     * @return never null
     * @throws SourceException of kind CONFIG if there is none, with the nearest name
     */
    InstalledSource installed(String type) {
        return workspace
                .catalog()
                .find(type)
                .orElseThrow(
                        () -> {
                            List<String> types = workspace.catalog().types();
                            return SourceException.of(
                                            ErrorKind.CONFIG,
                                            "Unknown source type \""
                                                    + type
                                                    + "\""
                                                    + Nearest.question(type, types))
                                    .hint("The types are: " + String.join(", ", types) + ".");
                        });
    }

    /**
     * Connects as the source will.
     *
     * @param draft the source
     * @throws SourceException if it does not work
     */
    public void check(Draft draft) {
        workspace
                .dango(draft)
                .check(draft.trial(), new CancellationSource())
                .warnings()
                .forEach(notes);
    }

    /**
     * What users call the kind of source.
     *
     * @param draft the source
     * @return its connector's title
     */
    public String title(Draft draft) {
        return installed(draft.type()).source().spec().title();
    }

    /**
     * Saves the source and its credentials.
     *
     * @param draft the source
     */
    public void save(Draft draft) {
        new DraftStore(workspace).save(draft);
    }

    /**
     * How to do the same without questions.
     *
     * @param draft the source
     * @return one line for a shell
     */
    public static String commandLine(Draft draft) {
        return AddCommandLine.of(draft);
    }
}
