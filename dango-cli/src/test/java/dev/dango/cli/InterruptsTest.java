package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.dist.CtrlC;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C needs a process of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptsTest {

    @TempDir Path folder;

    @Test
    void stopsAndKeepsWhatWasRead() throws IOException, InterruptedException {
        CliHarness cli = CliHarness.withShop(folder).variable("SHOP_API_KEY", "good-key");
        cli.run(
                "source",
                "add",
                "shop",
                "web",
                "--set",
                "subdomain=acme",
                "--set",
                "api_key_env=SHOP_API_KEY",
                "--resources",
                "endless");

        Process sync = start(cli);
        List<String> events = new ArrayList<>();
        try (BufferedReader out = sync.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.contains("\"event\":\"progress\"")) {
                line = out.readLine();
            }
            CtrlC.press(sync);
            out.lines().forEach(events::add);
        }

        assertThat(sync.waitFor()).isEqualTo(130);
        assertThat(events.get(events.size() - 1))
                .contains("\"event\":\"end\"", "\"exit_code\":130", "\"status\":\"interrupted\"");
        assertThat(new String(sync.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Stopping after this batch", "What was read is kept");
    }

    private Process start(CliHarness cli) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + folder.resolve("home"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "sync",
                        "--json");
        builder.directory(cli.directory().toFile());
        builder.environment().put("SHOP_API_KEY", "good-key");
        return builder.start();
    }
}
