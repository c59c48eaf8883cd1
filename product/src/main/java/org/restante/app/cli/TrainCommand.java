package org.restante.app.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.files.Folders;
import org.restante.app.training.Training;
import org.restante.app.training.TrainingProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs the usual commands, or a server with its clients, so that the JVM can remember what they load and where they spend their time (its AOT
/// cache). For the launcher.
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    /// For the commands, on a machine that has little left for them.
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// Then the process ends, whatever it does: nobody watches over it.
    private static final Duration END = Duration.ofMinutes(8);

    private static final Pattern PORT = Pattern.compile("takes mail at \\S+:(\\d+)");

    private final Surroundings surroundings;

    /// A server instead of the other commands: each has a cache of its own, as everything in one is loaded at every start.
    @Option(names = "--server")
    private boolean server;

    /// Receivers and clients of such a server instead, with a folder of theirs.
    @Option(names = "--around")
    private @Nullable Path around;

    /// How often each command is run.
    @Option(names = "--rounds", defaultValue = "40")
    private int rounds = 40;

    /// How many messages the server gets.
    @Option(names = "--messages", defaultValue = "6000")
    private int messages = 6_000;

    @Parameters(arity = "0..1")
    private Path home = Path.of(".");

    TrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var end =
                Thread.ofPlatform()
                        .name("end of training")
                        .daemon()
                        .start(TrainCommand::endThisProcess);
        try {
            return around != null ? around(around) : server ? aServer() : commands();
        } finally {
            end.interrupt();
        }
    }

    private static void endThisProcess() {
        try {
            Thread.sleep(END);
            Runtime.getRuntime().halt(Exit.BUG);
        } catch (InterruptedException e) {
            // It has come to its end by itself.
        }
    }

    private int commands() {
        var samples = home.resolve("samples");
        long begin = System.nanoTime();
        for (int i = 0; i < rounds && System.nanoTime() - begin < LONGEST.toNanos(); i++) {
            command("classify");
            try (var logs = Files.newDirectoryStream(samples, "*.{log,csv,jsonl}")) {
                for (var log : logs) {
                    command("analyze", log.toString(), i % 3 == 0 ? "--json" : "--redact");
                }
            } catch (IOException e) {
                surroundings.err().println("restante: no samples to train on: " + e);
                break;
            }
        }
        command(
                "explain",
                "421-4.7.0 [203.0.113.10] Our system has detected that this message is suspicious");
        command("explain", "4.7.0");
        command("version");
        return Exit.DONE;
    }

    private void command(String... arguments) {
        Restante.run(quiet(OutputStream.nullOutputStream()), arguments);
    }

    private int aServer() throws IOException {
        var folder = Files.createTempDirectory("restante-train");
        var arguments =
                List.of(
                        "train",
                        "--around",
                        folder.toString(),
                        "--messages",
                        String.valueOf(messages));
        try (var others = new TrainingProcess(arguments)) {
            var said = new ByteArrayOutputStream();
            var result = new AtomicReference<@Nullable String>();
            var serve = new ServeCommand(quiet(said), () -> result.set(pass(others, said)));
            new CommandLine(serve).execute("--config", others.file().toString());
            surroundings.err().println(result.get());
            return result.get() == null ? Exit.BUG : Exit.DONE;
        } finally {
            Folders.remove(folder);
        }
    }

    /// Null when the server could not be spoken with.
    private @Nullable String pass(TrainingProcess others, ByteArrayOutputStream said) {
        var port = PORT.matcher(said.toString(StandardCharsets.UTF_8));
        try {
            return port.find() ? others.pass(Integer.parseInt(port.group(1))) : null;
        } catch (IOException e) {
            surroundings.err().println("restante: " + e);
            return null;
        }
    }

    private int around(Path folder) throws IOException {
        try (var training =
                new Training(folder, messages, surroundings.clock(), System::nanoTime)) {
            TrainingProcess.speak(
                    training,
                    new BufferedReader(
                            new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8)),
                    new PrintStream(surroundings.out(), true, StandardCharsets.UTF_8));
        }
        return Exit.DONE;
    }

    private Surroundings quiet(OutputStream out) {
        var replies =
                "421 4.7.0 Try again later\n550 5.1.1 <user@example.com>: User unknown\n"
                        .getBytes(StandardCharsets.UTF_8);
        return new Surroundings(
                new ByteArrayInputStream(replies),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                surroundings.environment(),
                false,
                false,
                surroundings.clock(),
                surroundings.zone());
    }
}
