package dev.dango.cli.add;

import static java.util.function.Predicate.not;

import dev.dango.engine.project.YamlDocument;
import dev.dango.engine.settings.SettingsField;
import dev.dango.engine.settings.SettingsSchema;
import dev.dango.engine.settings.SettingsType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Turns texts, as given on the command line or typed, into settings of a draft. */
final class GivenSettings {

    private final Workspace workspace;
    private final SettingsSchema schema;
    private final Draft draft;

    GivenSettings(Workspace workspace, SettingsSchema schema, Draft draft) {
        this.workspace = workspace;
        this.schema = schema;
        this.draft = draft;
    }

    /** Takes what the command line gives; warnings are for the user. */
    void take(Answers answers, Consumer<String> warnings) {
        answers.settings().forEach((key, text) -> take(key, text, warnings));
    }

    private void take(String key, String text, Consumer<String> warnings) {
        Optional<SettingsField> field = schema.find(key);
        boolean secret = field.filter(f -> f.type().kind() == SettingsType.Kind.SECRET).isPresent();
        if (secret && !text.contains("${")) {
            Secret value = Secret.of(text);
            String variable = freeVariable(field.get(), value);
            workspace.redactor().register(value);
            draft.storeInEnv(field.get().name(), variable, value);
            warnings.accept(
                    key
                            + " was given on the command line, where other programs and the shell's"
                            + " history see it; it is stored in .env as "
                            + variable
                            + ".");
        } else {
            // A key that is no setting is left to the binder, which says so with the nearest name.
            draft.set(key, field.map(f -> value(f.type(), text)).orElse(text));
        }
    }

    /** What a text means to a setting. */
    static Object value(SettingsType type, String text) {
        return switch (type.kind()) {
            case LIST -> list(type.element().orElseThrow(), text);
            case MAP, RECORD, RAW, BOOLEAN, INT, LONG, DOUBLE -> YamlDocument.valueOf(text);
            default -> text;
        };
    }

    private static Object list(SettingsType element, String text) {
        if (text.strip().startsWith("[")) {
            return YamlDocument.valueOf(text);
        }
        if (!element.kind().isScalar()) {
            return YamlDocument.valueOf("[" + text + "]");
        }
        List<Object> values = new ArrayList<>();
        Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(item -> values.add(value(element, item)));
        return values;
    }

    /** A variable for a credential: the usual one, unless it holds another source's. */
    private String freeVariable(SettingsField field, Secret value) {
        return Stream.of(field.env(), ownVariable(field))
                .filter(name -> !name.isEmpty() && canHold(name, value))
                .findFirst()
                .orElseThrow(() -> taken(field));
    }

    private boolean canHold(String variable, Secret value) {
        return workspace.environment().get(variable).filter(not(value.reveal()::equals)).isEmpty();
    }

    private SourceException taken(SettingsField field) {
        return SourceException.of(
                        ErrorKind.CONFIG,
                        "The variable " + ownVariable(field) + " holds another value already.")
                .hint("Name a variable yourself: --set " + field.name() + "_env=NAME.");
    }

    /** The variable that is usual for a credential, or would be for this source. */
    String usualVariable(SettingsField field) {
        return field.env().isEmpty() ? ownVariable(field) : field.env();
    }

    private String ownVariable(SettingsField field) {
        return (draft.name() + "_" + field.name()).toUpperCase(Locale.ROOT);
    }

    /**
     * Makes explicit where a credential comes from that is found in its usual variable, so that a
     * reader of the configuration need not know the custom.
     */
    void useUsualVariables() {
        for (SettingsField field : schema.fields()) {
            boolean found =
                    field.type().kind() == SettingsType.Kind.SECRET
                            && field.required()
                            && !isGiven(field)
                            && !field.env().isEmpty()
                            && workspace.environment().get(field.env()).isPresent();
            if (found) {
                draft.set(field.name() + "_env", field.env());
            }
        }
    }

    /** The settings that must be given and are not. */
    List<SettingsField> missing() {
        return schema.fields().stream()
                .filter(SettingsField::required)
                .filter(field -> !isGiven(field) && !isInSecretsFile(field))
                .toList();
    }

    boolean isGiven(SettingsField field) {
        return field.names().stream().anyMatch(draft::has);
    }

    boolean isInSecretsFile(SettingsField field) {
        boolean possible =
                field.type().kind() == SettingsType.Kind.SECRET
                        || field.type().kind() == SettingsType.Kind.STRING;
        return possible
                && workspace.secrets().find(draft.name(), draft.type(), field.names()).isPresent();
    }
}
