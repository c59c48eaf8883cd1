package org.restante.app.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.demo.Demo;
import org.restante.app.demo.Story;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `restante demo`: a server, receivers with hidden limits and mail with a story, to be watched.
@Command(
        name = "demo",
        description =
                "Watch a mail server meet four kinds of trouble: server, receivers and mail on this machine, 100 minutes in three.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final int PORT = 8080;
    private static final double SPEED = 30;
    private static final long LOOK = 200;

    private final Surroundings surroundings;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description =
                    "Where the console is, on this machine; without it 127.0.0.1:8080, or another port where that is taken.")
    private @Nullable String http;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "15",
            description =
                    "End after so many minutes; the story takes less than four. Default ${DEFAULT-VALUE}.")
    private double minutes = 15;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(minutes > 0 && minutes <= 1_440)) {
            throw new InputError("--minutes: " + minutes + " is not right; 0.1 to 1440");
        }
        var asked = new CountDownLatch(1);
        Signals.on("INT", asked::countDown);
        Signals.on("TERM", asked::countDown);
        try (var demo = started()) {
            say(
                    "The console: "
                            + demo.console()
                            + "  sign in as "
                            + Demo.USER
                            + ", password '"
                            + Demo.PASSWORD
                            + "'");
            watch(demo, asked);
        } catch (BadUsers e) {
            throw new InputError(String.valueOf(e.getMessage()));
        }
        return Exit.DONE;
    }

    private Demo started() throws IOException, BadUsers {
        if (http != null) {
            var at = onLoopback(Places.at("--http", http));
            return started(Files.createTempDirectory("restante-demo"), at);
        }
        var data = Files.createTempDirectory("restante-demo");
        var loopback = InetAddress.getLoopbackAddress();
        try {
            return started(data, new InetSocketAddress(loopback, PORT));
        } catch (IOException taken) {
            return started(data, new InetSocketAddress(loopback, 0));
        }
    }

    /// Everybody knows the demonstration's password.
    private static InetSocketAddress onLoopback(InetSocketAddress at) {
        if (!at.getAddress().isLoopbackAddress()) {
            throw new InputError(
                    "--http: "
                            + at.getAddress().getHostAddress()
                            + " is reached by other machines, and everybody knows the demonstration's password; 127.0.0.1:8080 would be"
                            + " right (from elsewhere, by a tunnel: ssh -L 8080:127.0.0.1:8080)");
        }
        return at;
    }

    private Demo started(java.nio.file.Path data, InetSocketAddress at)
            throws IOException, BadUsers {
        return Demo.start(data, at, SPEED, surroundings.clock(), System::nanoTime);
    }

    private void watch(Demo demo, CountDownLatch asked) throws InterruptedException {
        long end = System.nanoTime() + (long) (minutes * 60e9);
        int next = 0;
        do {
            var passed = demo.passed();
            while (next < Story.SCENES.size()
                    && Story.SCENES.get(next).at().compareTo(passed) <= 0) {
                say(line(Story.SCENES.get(next++)));
            }
            for (var step : demo.news()) {
                say(String.format(Locale.ROOT, "%3d min    %s", passed.toMinutes(), step));
            }
        } while (System.nanoTime() < end && !asked.await(LOOK, TimeUnit.MILLISECONDS));
    }

    private static String line(Story.Scene scene) {
        return String.format(
                Locale.ROOT,
                "%3d min  %s: %s",
                scene.at().toMinutes(),
                scene.name(),
                scene.telling());
    }

    private void say(String line) {
        surroundings.out().println(line);
        surroundings.out().flush();
    }
}
