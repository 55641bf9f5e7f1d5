package dev.dango.cli.add;

import dev.dango.cli.view.Style;
import dev.dango.engine.settings.SettingsField;
import dev.dango.engine.settings.SettingsType.Kind;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.util.List;
import java.util.Optional;

/** Asks for the value of one setting after the other, each in the way that suits its type. */
final class FieldQuestions {

    private static final String VARIABLE_NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final String SECRETS_FILE = "file";

    private final Workspace workspace;
    private final GivenSettings given;
    private final Draft draft;
    private final Prompts prompts;
    private final Style style;

    FieldQuestions(
            Workspace workspace, GivenSettings given, Draft draft, Prompts prompts, Style style) {
        this.workspace = workspace;
        this.given = given;
        this.draft = draft;
        this.prompts = prompts;
        this.style = style;
    }

    /**
     * Asks, and puts the answer into the draft; an empty answer to an optional question does not.
     */
    void ask(SettingsField field) {
        prompts.say("");
        if (!field.doc().isEmpty()) {
            prompts.say(style.dim(field.doc()));
        }
        if (field.type().kind() == Kind.SECRET) {
            askSecret(field);
            return;
        }
        List<String> choices = choices(field);
        if (choices.isEmpty()) {
            askText(field);
        } else {
            askChoice(field, choices);
        }
    }

    /** What the connector offers; a connector that cannot tell yet is no reason to stop. */
    private List<String> choices(SettingsField field) {
        Kind kind = field.type().element().orElse(field.type()).kind();
        if (!field.choices().isEmpty()) {
            return field.choices();
        }
        if (kind != Kind.STRING) {
            return List.of();
        }
        try {
            return workspace
                    .dango(draft)
                    .choices(draft.trial(), field.name(), new CancellationSource());
        } catch (SourceException e) {
            String why = workspace.redactor().redact(e.getMessage());
            prompts.say(style.dim("(There is no list to choose from: " + why + ")"));
            return List.of();
        }
    }

    private void askText(SettingsField field) {
        String fallback = fallback(field);
        String answer = prompts.text(question(field), fallback, text -> problem(field, text));
        if (!answer.isEmpty() && !answer.equals(fallback)) {
            draft.set(field.name(), GivenSettings.value(field.type(), answer));
        }
    }

    /** What was answered before, if the question is asked again; otherwise the default. */
    private String fallback(SettingsField field) {
        Object before = draft.settings().get(field.name());
        return before == null ? field.defaultValue() : AddCommandLine.text(before);
    }

    private static String question(SettingsField field) {
        if (field.name().equals(Answers.START_DATE)) {
            return "Start date (YYYY-MM-DD)";
        }
        String label = Labels.of(field.name());
        String format =
                switch (field.type().kind()) {
                    case LIST ->
                            field.type().element().orElseThrow().kind().isScalar()
                                    ? " (separated by commas)"
                                    : " (YAML)";
                    case MAP, RECORD, RAW -> " (YAML)";
                    case BOOLEAN -> " (true or false)";
                    default -> "";
                };
        String example =
                field.example().isEmpty() || !field.defaultValue().isEmpty()
                        ? ""
                        : ", such as " + field.example();
        return label + format + example;
    }

    private Optional<String> problem(SettingsField field, String text) {
        if (text.isEmpty()) {
            return field.required() ? Optional.of("There must be a value.") : Optional.empty();
        }
        try {
            return workspace.binder(draft).problem(field, GivenSettings.value(field.type(), text));
        } catch (SourceException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void askChoice(SettingsField field, List<String> choices) {
        boolean several = field.type().kind() == Kind.LIST;
        prompts.say(Labels.of(field.name()) + ":");
        for (int i = 0; i < choices.size(); i++) {
            prompts.say(String.format("  %3d. %s", i + 1, choices.get(i)));
        }
        String usual = fallback(field);
        String fallback = several && usual.isEmpty() ? "all" : usual;
        String answer =
                prompts.text(
                        several ? "Numbers or names, separated by commas" : "Number or name",
                        fallback,
                        text -> choiceProblem(field, text, choices));
        if (answer.isEmpty() || answer.equals(fallback)) {
            return;
        }
        List<String> names = Selection.of(answer, choices).names();
        if (!several) {
            draft.set(field.name(), names.get(0));
        } else if (!names.isEmpty()) {
            draft.set(field.name(), names);
        }
    }

    private static Optional<String> choiceProblem(
            SettingsField field, String text, List<String> choices) {
        if (text.isEmpty() || text.equalsIgnoreCase(field.defaultValue())) {
            return field.required() && text.isEmpty()
                    ? Optional.of("Please choose.")
                    : Optional.empty();
        }
        Selection selection = Selection.of(text, choices);
        boolean one = field.type().kind() != Kind.LIST;
        return one && selection.problem().isEmpty() && selection.names().size() != 1
                ? Optional.of("Please choose one.")
                : selection.problem();
    }

    private void askSecret(SettingsField field) {
        String label = Labels.of(field.name());
        if (given.isInSecretsFile(field)) {
            prompts.say(label + " is in .dlt/secrets.toml already.");
            return;
        }
        prompts.say(
                style.dim(
                        "Name a variable of the environment or of .env, or answer \""
                                + SECRETS_FILE
                                + "\" to use .dlt/secrets.toml."));
        String answer =
                prompts.text(
                        label + " stored in environment variable",
                        field.required() ? given.usualVariable(field) : "",
                        FieldQuestions::variableProblem);
        if (answer.equals(SECRETS_FILE)) {
            askValue(label, ".dlt/secrets.toml")
                    .ifPresent(value -> draft.storeInSecretsFile(field.name(), value));
        } else if (!answer.isEmpty()) {
            useVariable(field, label, answer);
        }
    }

    private void useVariable(SettingsField field, String label, String variable) {
        draft.set(field.name() + "_env", variable);
        if (workspace.environment().get(variable).isPresent()) {
            prompts.say("  " + style.good("✓") + " " + variable + " is set.");
            return;
        }
        prompts.say("  " + variable + " is not set.");
        askValue(label, ".env").ifPresent(value -> draft.storeInEnv(field.name(), variable, value));
    }

    private Optional<Secret> askValue(String label, String file) {
        Optional<Secret> value =
                prompts.secret(label + ", to be stored in " + file + " (empty: set it yourself)");
        value.ifPresent(workspace.redactor()::register);
        return value;
    }

    /** Who pastes the credential here must be told, without seeing it repeated. */
    private static Optional<String> variableProblem(String answer) {
        return answer.isEmpty() || answer.matches(VARIABLE_NAME)
                ? Optional.empty()
                : Optional.of("Please give the name of a variable, not the value itself.");
    }
}
