package dev.dango.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceSpec;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsSchemaTest {

    enum Mode {
        FAST_LANE,
        SLOW
    }

    record Inner(@Setting(doc = "Depth | height.", defaultValue = "1") int depth) {}

    record Sample(
            @Setting(
                            doc = "The key.",
                            env = "SAMPLE_KEY",
                            aliases = {"token", "secret_key"})
                    Secret apiKey,
            @Setting(doc = "Where.", example = "acme", pattern = "[a-z]+") String oauth2Url,
            @Setting(doc = "How.", defaultValue = "slow") Mode mode,
            @Setting(doc = "What.") List<Mode> modes,
            @Setting(doc = "More.") Optional<Map<String, Inner>> inner) {}

    record Unsupported(@Setting(doc = "x") Date date) {}

    record Ambiguous(@Setting(doc = "x", aliases = "b") String a, @Setting(doc = "x") String b) {}

    record Undescribed(String text) {}

    @Test
    void readsTheRecord() {
        SettingsSchema schema = SettingsSchema.of(Sample.class);
        assertThat(schema.fields())
                .extracting(SettingsField::name)
                .containsExactly("api_key", "oauth2_url", "mode", "modes", "inner");
        assertThat(schema.fields())
                .extracting(SettingsField::required)
                .containsExactly(true, true, false, false, false);
        SettingsField key = schema.find("token").orElseThrow();
        assertThat(key.secret()).isTrue();
        assertThat(key.names()).containsExactly("api_key", "token", "secret_key");
        assertThat(key.env()).isEqualTo("SAMPLE_KEY");
        assertThat(schema.findByVariableKey("token_env")).contains(key);
        assertThat(schema.findByVariableKey("modes_env")).isEmpty();
        assertThat(schema.find("mode").orElseThrow().choices())
                .containsExactly("fast_lane", "slow");
        assertThat(schema.find("modes").orElseThrow().choices())
                .containsExactly("fast_lane", "slow");
        SettingsField inner = schema.find("inner").orElseThrow();
        assertThat(inner.optional()).isTrue();
        assertThat(inner.type().element().orElseThrow().nested().orElseThrow().fields())
                .extracting(SettingsField::name)
                .containsExactly("depth");
        assertThat(SettingsSchema.of(Undescribed.class).fields().get(0).doc()).isEmpty();
    }

    @Test
    void refusesRecordsThatCannotBeSettings() {
        assertThatThrownBy(() -> SettingsSchema.of(Unsupported.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.util.Date, which a setting cannot have");
        assertThatThrownBy(() -> SettingsSchema.of(Ambiguous.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two settings named b");
    }

    @Test
    void writesTheSectionOfThePage() {
        assertThat(SettingsDocs.markdown(SourceSpec.of("sample", "Sample").config(Sample.class)))
                .isEqualTo(
                        """
                        ## Settings

                        | Setting | Takes | Default | Meaning |
                        |---|---|---|---|
                        | `api_key` | secret | **required** | The key. Give it as `api_key_env: SAMPLE_KEY`. Also accepted as `token`, `secret_key`. |
                        | `oauth2_url` | text | **required** | Where. Example: `acme`. |
                        | `mode` | `fast_lane`, `slow` | `slow` | How. |
                        | `modes` | list of `fast_lane`, `slow` |  | What. |
                        | `inner` | mapping of mapping |  | More. |

                        ### `inner`

                        | Setting | Takes | Default | Meaning |
                        |---|---|---|---|
                        | `depth` | whole number | `1` | Depth \\| height. |
                        """);
        assertThat(SettingsDocs.markdown(SourceSpec.of("bare", "Bare")))
                .isEqualTo("## Settings\n\nThere is nothing to set.\n");
    }
}
