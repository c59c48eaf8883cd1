package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.remote.ControlFile;
import picocli.CommandLine;

/// `restante watch --serve`: what it says as it starts, and what it does not do.
final class WatchServingTest {
    @TempDir private Path folder;

    private CommandRun watch(String... more) throws Exception {
        var log = folder.resolve("mail.log");
        Files.writeString(log, "");
        var arguments = new String[more.length + 2];
        arguments[0] = "watch";
        arguments[1] = log.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return CommandRun.of("", arguments);
    }

    private String file(String text) throws Exception {
        var file = folder.resolve("restante.toml");
        Files.writeString(file, "[server]\ndata = \"%s\"\n".formatted(folder.resolve("d")) + text);
        return file.toString();
    }

    @Test
    void whatGoesWithServingIsRefusedWithoutIt() throws Exception {
        var run = watch("--data", folder.toString());

        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.err()).contains("--data, --http, --tokens and --config go with --serve");
    }

    @Test
    void aFolderIsNeeded() throws Exception {
        var run = watch("--serve");

        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.err()).contains("--data DIR is missing").contains("--config FILE");
    }

    @Test
    void inTheClearItIsNotSpokenToOthers() throws Exception {
        var run = watch("--serve", "--data", folder.toString(), "--http", "0.0.0.0:8080");

        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.err()).contains("tokens would go over the network in the clear");
    }

    @Test
    void optionsAndAFileOfSettingsDoNotGoTogether() throws Exception {
        var run = watch("--serve", "--config", file(""), "--data", folder.toString());

        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.err()).contains("--config: what the other options say stands in the file");
    }

    @Test
    void whoIsToBeToldByMailIsNotTold() throws Exception {
        var config =
                file(
                        """
                        [[notify]]
                        name = "ops"
                        mail = ["ops@example.org"]
                        """);
        var run = watch("--serve", "--config", config);

        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.err()).contains(config + ":5").contains("sends no mail");
    }

    @Test
    void aLogIsNamedOnce() throws Exception {
        var log = folder.resolve("mail.log").toString();
        var run = watch(log, "--serve", "--data", folder.resolve("d").toString());

        assertThat(run.exit()).isEqualTo(Exit.INPUT);
        assertThat(run.err()).contains("named twice");
    }

    @Test
    void itTellsWhereItIsAndEndsWithoutATrace() throws Exception {
        var log = Files.writeString(folder.resolve("mail.log"), "");
        var data = folder.resolve("d");
        var out = new ByteArrayOutputStream();
        var surroundings =
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        Map.of(),
                        false,
                        false,
                        InstantSource.system(),
                        ZoneOffset.UTC);
        var command =
                new WatchCommand(
                        surroundings,
                        () -> assertThat(data.resolve("run").resolve("control.json")).exists());

        int exit =
                new CommandLine(command)
                        .execute(
                                log.toString(),
                                "--serve",
                                "--config",
                                file(
                                        "[store]\nenabled = false\n[http]\naddress = \"127.0.0.1:0\"\n"));

        assertThat(exit).isEqualTo(Exit.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("restante: follows " + log)
                .contains("restante: speaks HTTP at 127.0.0.1:")
                .contains("make the console's first user at http://127.0.0.1:");
        assertThat(ControlFile.read(data)).isEmpty();
    }
}
