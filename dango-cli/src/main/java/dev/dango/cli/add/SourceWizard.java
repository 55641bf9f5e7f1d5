package dev.dango.cli.add;

import dev.dango.cli.view.Style;
import dev.dango.engine.settings.SettingsField;
import dev.dango.engine.settings.SettingsSchema;
import dev.dango.engine.source.InstalledSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks for what the command line left open, step by step. It knows no connector: every question
 * comes from the connector's settings record.
 */
public final class SourceWizard {

    private final Workspace workspace;
    private final SourceAdder adder;
    private final Prompts prompts;
    private final Style style;

    /**
     * Prepares.
     *
     * @param workspace where the source goes
     * @param adder finds connectors and connects
     * @param prompts asks
     * @param style how to show things
     */
    public SourceWizard(Workspace workspace, SourceAdder adder, Prompts prompts, Style style) {
        this.workspace = workspace;
        this.adder = adder;
        this.prompts = prompts;
        this.style = style;
    }

    /**
     * Puts a source together.
     *
     * @param answers what the command line says; not asked for again
     * @return what could be saved; nothing is on disk yet
     * @throws SourceException of kind CANCELLED if the user stops
     */
    public Draft ask(Answers answers) {
        InstalledSource installed = type(answers);
        SourceSpec spec = installed.source().spec();
        SettingsSchema schema = SettingsSchema.of(spec.config());
        introduce(spec, schema);
        Draft draft = new Draft(spec.type(), name(answers));
        GivenSettings given = new GivenSettings(workspace, schema, draft);
        given.take(answers, this::warn);
        FieldQuestions questions = new FieldQuestions(workspace, given, draft, prompts, style);
        askRequired(schema, given, questions);
        askOptional(schema, given, questions);
        askUntilTheyFit(spec, draft, schema, questions);
        askIf(schema, given, questions, field -> field.name().equals(Answers.RESOURCES));
        askIf(schema, given, questions, field -> field.name().equals(Answers.START_DATE));
        return draft;
    }

    /**
     * Says how the connection test went, and asks what to do if it failed.
     *
     * @param draft the source
     * @return whether to save it
     */
    public boolean passes(Draft draft) {
        prompts.say("");
        prompts.say("Testing connection...");
        try {
            adder.check(draft);
        } catch (SourceException e) {
            String message = workspace.redactor().redact(e.getMessage());
            prompts.say(style.bad("✗") + " " + message);
            if (!e.hint().isEmpty()) {
                prompts.say("  " + workspace.redactor().redact(e.hint()));
            }
            return prompts.confirm("Save the source anyway?", false);
        }
        prompts.say(style.good("✓") + " Connected to " + adder.title(draft));
        return true;
    }

    private InstalledSource type(Answers answers) {
        if (answers.type().isPresent()) {
            return adder.installed(answers.type().get());
        }
        TypeMenu menu = new TypeMenu(workspace.catalog());
        if (menu.isEmpty()) {
            throw SourceException.of(ErrorKind.CONFIG, "No connectors are installed.")
                    .hint("See dango plugin doctor.");
        }
        return adder.installed(prompts.choose(menu).type());
    }

    /** What the source is for and what it will need, before the first question. */
    private void introduce(SourceSpec spec, SettingsSchema schema) {
        prompts.say("");
        prompts.say(style.bold(spec.title()));
        Stream.of(spec.description(), spec.access(), spec.limits())
                .filter(text -> !text.isEmpty())
                .forEach(prompts::explain);
        sayNames("It needs", schema, SettingsField::required);
        sayNames("To sign in it may need", schema, field -> field.secret() && !field.required());
        if (!spec.docs().isEmpty()) {
            prompts.say(style.dim(spec.docs()));
        }
        prompts.say("");
    }

    private void sayNames(String what, SettingsSchema schema, Predicate<SettingsField> which) {
        String names =
                schema.fields().stream()
                        .filter(which)
                        .map(SettingsField::name)
                        .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            prompts.explain(what + ": " + names + ".");
        }
    }

    private String name(Answers answers) {
        Optional<String> given = answers.name().map(SourceWizard::lower);
        Optional<String> problem = given.flatMap(workspace.sources()::nameProblem);
        problem.ifPresent(text -> prompts.say("  " + text));
        if (given.isPresent() && problem.isEmpty()) {
            return given.get();
        }
        return lower(
                prompts.text(
                        "Source name (unique identifier)",
                        "",
                        text -> workspace.sources().nameProblem(lower(text))));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private void askRequired(SettingsSchema schema, GivenSettings given, FieldQuestions questions) {
        askIf(schema, given, questions, SourceWizard::isAlwaysAsked);
    }

    /** Connectors with several ways to log in require none of them, and are of no use without. */
    private static boolean isAlwaysAsked(SettingsField field) {
        return !isSpecial(field) && (field.required() || field.secret());
    }

    private void askOptional(SettingsSchema schema, GivenSettings given, FieldQuestions questions) {
        Predicate<SettingsField> wanted = field -> !isAlwaysAsked(field) && !isSpecial(field);
        List<String> names =
                schema.fields().stream()
                        .filter(wanted.and(field -> !given.isGiven(field)))
                        .map(SettingsField::name)
                        .toList();
        if (names.isEmpty()) {
            return;
        }
        prompts.say("");
        prompts.say(style.dim("Optional: " + String.join(", ", names)));
        if (prompts.confirm("Set any of these?", false)) {
            askIf(schema, given, questions, wanted);
        }
    }

    /** Each answer can be right and all of them together wrong, which only the connector knows. */
    private void askUntilTheyFit(
            SourceSpec spec, Draft draft, SettingsSchema schema, FieldQuestions questions) {
        Optional<String> problem = problem(spec, draft);
        while (problem.isPresent()) {
            prompts.say("");
            prompts.say(style.bad("✗") + " " + problem.get());
            if (!prompts.confirm("Go through the settings again?", true)) {
                return;
            }
            schema.fields().stream()
                    .filter(field -> !isSpecial(field) && !field.secret())
                    .forEach(questions::ask);
            problem = problem(spec, draft);
        }
    }

    private Optional<String> problem(SourceSpec spec, Draft draft) {
        try {
            workspace.binder(draft).bind(spec.config(), draft.trial());
            return Optional.empty();
        } catch (SourceException e) {
            String hint = e.hint().isEmpty() ? "" : " " + e.hint();
            return Optional.of(workspace.redactor().redact(e.getMessage() + hint));
        }
    }

    private static boolean isSpecial(SettingsField field) {
        return field.name().equals(Answers.RESOURCES) || field.name().equals(Answers.START_DATE);
    }

    private static void askIf(
            SettingsSchema schema,
            GivenSettings given,
            FieldQuestions questions,
            Predicate<SettingsField> wanted) {
        schema.fields().stream()
                .filter(wanted)
                .filter(field -> !given.isGiven(field))
                .forEach(questions::ask);
    }

    private void warn(String text) {
        prompts.say(style.warning("!") + " " + text);
    }
}
