package dev.dango.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {

    @Test
    void splitsAScriptIntoCommandsAndWords() {
        String script =
                """
                # a comment
                dango init shop && cd shop   # makes a project
                dango db query "SELECT 1 | 2;
                  -- 'x'" | cat
                dango source add csv orders \\
                    --set 'types={"a": "b"}'
                """;

        assertThat(Shell.commands(script))
                .containsExactly(
                        List.of("dango", "init", "shop"),
                        List.of("cd", "shop"),
                        List.of("dango", "db", "query", "SELECT 1 | 2;\n  -- 'x'"),
                        List.of("cat"),
                        List.of(
                                "dango",
                                "source",
                                "add",
                                "csv",
                                "orders",
                                "--set",
                                "types={\"a\": \"b\"}"));
    }

    @Test
    void refusesAQuoteThatIsNotClosed() {
        assertThatThrownBy(() -> Shell.commands("dango db query \"SELECT"))
                .hasMessageContaining("quote");
    }
}
