package org.restante.app.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Runs the usual commands once so that the JVM can remember what they load (its AOT cache). For the launcher.
@Command(name = "train", hidden = true)
final class TrainCommand implements Runnable {
    private static final int ROUNDS = 40;

    private final Surroundings surroundings;

    @Parameters(arity = "0..1")
    private Path home = Path.of(".");

    TrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        var samples = home.resolve("samples");
        for (int i = 0; i < ROUNDS; i++) {
            command("classify");
            try (var logs = Files.newDirectoryStream(samples, "*.{log,csv,jsonl}")) {
                for (var log : logs) {
                    command("analyze", log.toString(), i % 3 == 0 ? "--json" : "--redact");
                }
            } catch (IOException e) {
                surroundings.err().println("restante: no samples to train on: " + e);
            }
        }
        command(
                "explain",
                "421-4.7.0 [203.0.113.10] Our system has detected that this message is suspicious");
        command("explain", "4.7.0");
        command("version");
    }

    private void command(String... arguments) {
        var replies =
                "421 4.7.0 Try again later\n550 5.1.1 <user@example.com>: User unknown\n"
                        .getBytes(StandardCharsets.UTF_8);
        var quiet =
                new Surroundings(
                        new ByteArrayInputStream(replies),
                        silent(),
                        silent(),
                        surroundings.environment(),
                        false,
                        false,
                        surroundings.clock(),
                        surroundings.zone());
        Restante.run(quiet, arguments);
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
