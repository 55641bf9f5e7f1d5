package dev.dango.cli.add;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.source.InstalledSource;
import dev.dango.engine.source.SourceCatalog;
import dev.dango.spi.Resource;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding a connector by typing. */
class LiveMenuTest {

    private static final List<SourceSpec> SPECS =
            List.of(
                    spec("github", "GitHub", "Development", "Issues and pull requests."),
                    spec("hubspot", "HubSpot", "Business & CRM", "Contacts and deals."),
                    spec("jira", "Jira", "Business & CRM", "Issues, sprints and boards."),
                    spec("slack", "Slack", "Communication", "Messages of channels."));

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private static SourceSpec spec(String type, String title, String category, String description) {
        return SourceSpec.of(type, title).category(category).description(description);
    }

    private static TypeMenu menu() {
        return new TypeMenu(new Catalog());
    }

    private Optional<String> typing(String keys) throws IOException {
        try (LineDisciplineTerminal terminal =
                new LineDisciplineTerminal("test", "xterm", shown, UTF_8)) {
            terminal.setSize(Size.of(80, 24));
            terminal.processInputBytes(keys.getBytes(UTF_8));
            return new LiveMenu(menu(), terminal).choose().map(SourceSpec::type);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hub, hubspot", // "GitHub" holds it, too, but does not begin so
        "GITHUB, github",
        "deals, hubspot",
        "crm iss, jira",
        "3, github", // by its number in the list: CRM stands above development
        "'', hubspot",
        "issues\u001b[B, github",
        "issues\u001b[B\u001b[B, jira",
        "issues\u001b[A, github",
        "slakk\b\bck, slack",
        "nonsense\u0015sl, slack",
    })
    void typingNarrowsArrowsMoveEnterChooses(String keys, String chosen) throws IOException {
        assertThat(typing(keys + "\r")).contains(chosen);
    }

    @Test
    void showsWhatTheMarkedOneIsFor() throws IOException {
        typing("hub\r");
        assertThat(shown.toString(UTF_8))
                .contains("Type to search", "Business & CRM", "Contacts and deals.");
    }

    @Test
    void enterOnNothingWaitsForABetterWord() throws IOException {
        assertThat(typing("zzz\r\u0015jira\r")).contains("jira");
        assertThat(shown.toString(UTF_8)).contains("Nothing fits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b", "sl\u001b", "\u0004"})
    void escapeAndTheEndOfInputGiveUp(String keys) throws IOException {
        assertThat(typing(keys)).isEmpty();
    }

    /** Where lines cannot be redrawn. */
    @Test
    void aVagueAnswerAtThePlainPromptListsWhatItMayMean() {
        assertThat(menu().choose("issues")).isEmpty();
        assertThat(menu().problem("issues"))
                .contains("GitHub: Issues and pull requests.", "Jira: Issues, sprints and boards.");
        assertThat(menu().choose("hub").map(SourceSpec::type)).contains("hubspot");
    }

    private record Named(SourceSpec spec) implements Source {
        @Override
        public List<Resource> resources(SourceContext context) {
            return List.of();
        }
    }

    private static final class Catalog implements SourceCatalog {
        @Override
        public Optional<InstalledSource> find(String type) {
            return SPECS.stream()
                    .filter(spec -> spec.type().equals(type))
                    .findFirst()
                    .map(spec -> new InstalledSource(new Named(spec), "test", "1"));
        }

        @Override
        public List<String> types() {
            return SPECS.stream().map(SourceSpec::type).toList();
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
