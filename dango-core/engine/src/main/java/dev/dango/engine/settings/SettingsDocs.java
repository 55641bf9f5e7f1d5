package dev.dango.engine.settings;

import dev.dango.engine.settings.SettingsType.Kind;
import dev.dango.spi.SourceSpec;
import java.util.List;
import java.util.Locale;

/** Writes the settings of a connector as a section of its page of documentation. */
public final class SettingsDocs {

    private SettingsDocs() {}

    /**
     * The settings as Markdown.
     *
     * @param spec the connector's description
     * @return a section with a table, and one more for each record within; ends with a line feed
     */
    public static String markdown(SourceSpec spec) {
        StringBuilder page = new StringBuilder("## Settings\n\n");
        SettingsSchema schema = SettingsSchema.of(spec.config());
        if (schema.fields().isEmpty()) {
            return page.append("There is nothing to set.\n").toString();
        }
        table(schema, page);
        nested(schema, "", page);
        return page.toString();
    }

    private static void table(SettingsSchema schema, StringBuilder page) {
        page.append("| Setting | Takes | Default | Meaning |\n|---|---|---|---|\n");
        schema.fields().forEach(field -> page.append(row(field)));
    }

    private static void nested(SettingsSchema schema, String path, StringBuilder page) {
        for (SettingsField field : schema.fields()) {
            SettingsType type = field.type().element().orElse(field.type());
            type.nested()
                    .ifPresent(
                            inner -> {
                                String label = path + field.name();
                                page.append("\n### `").append(label).append("`\n\n");
                                table(inner, page);
                                nested(inner, label + ".", page);
                            });
        }
    }

    private static String row(SettingsField field) {
        return "| `"
                + field.name()
                + "` | "
                + cell(takes(field))
                + " | "
                + cell(whenAbsent(field))
                + " | "
                + cell(meaning(field))
                + " |\n";
    }

    private static String takes(SettingsField field) {
        List<String> choices = field.choices();
        if (choices.isEmpty()) {
            return field.type().words();
        }
        String words = "`" + String.join("`, `", choices) + "`";
        return field.type().kind() == Kind.LIST ? "list of " + words : words;
    }

    private static String whenAbsent(SettingsField field) {
        if (!field.defaultValue().isEmpty()) {
            return "`" + field.defaultValue() + "`";
        }
        return field.required() ? "**required**" : "";
    }

    private static String meaning(SettingsField field) {
        StringBuilder meaning = new StringBuilder(field.doc());
        if (field.secret() && field.type().kind() == Kind.SECRET) {
            String variable =
                    field.env().isEmpty() ? field.name().toUpperCase(Locale.ROOT) : field.env();
            meaning.append(" Give it as `")
                    .append(field.name())
                    .append("_env: ")
                    .append(variable)
                    .append("`.");
        }
        if (!field.example().isEmpty()) {
            meaning.append(" Example: `").append(field.example()).append("`.");
        }
        if (!field.aliases().isEmpty()) {
            meaning.append(" Also accepted as `")
                    .append(String.join("`, `", field.aliases()))
                    .append("`.");
        }
        return meaning.toString().strip();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
