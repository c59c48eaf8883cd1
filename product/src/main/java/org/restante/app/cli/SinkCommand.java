package org.restante.app.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.restante.app.server.BadCertificate;
import org.restante.app.server.ServerCertificate;
import org.restante.app.simulation.ScenarioException;
import org.restante.app.sink.BadPost;
import org.restante.app.sink.Post;
import org.restante.app.sink.Posts;
import org.restante.app.sink.SinkLog;
import org.restante.app.sink.Sinks;
import org.restante.simulation.sink.ModelTime;
import org.restante.simulation.sink.OwnCertificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `restante sink`: receivers with hidden limits, as real SMTP servers.
@Command(
        name = "sink",
        description =
                "Be receivers with hidden limits: SMTP servers that take mail, refuse it as providers do, and drop it.",
        sortOptions = false,
        footer = {"", "Receivers, limits and files: docs/sink.md"})
final class SinkCommand implements Callable<Integer> {
    private static final long MILLISECOND = 1_000_000L;

    private final Surroundings surroundings;

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            description =
                    "All receivers of a scenario: one of 'restante simulate --list', or a file of your own.")
    private @Nullable String scenario;

    @Option(
            names = "--flavour",
            paramLabel = "NAME[=ADDRESS:PORT]",
            split = ",",
            description =
                    "A receiver with a provider's manners: gmail, microsoft, yahoo, orange (these four without any option), gmx, comcast, greylist, bad-host.")
    private List<String> flavours = new ArrayList<>();

    @Option(
            names = "--accept",
            paramLabel = "ADDRESS:PORT",
            split = ",",
            description = "A receiver that takes everything at once, for benchmarks.")
    private List<String> open = new ArrayList<>();

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "127.0.10.1:2625",
            description =
                    "Where the first receiver without an address stands; its hosts follow, the next receiver is in the next network of 256. Default ${DEFAULT-VALUE}.")
    private String listen = "127.0.10.1:2625";

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The receivers' time passes N times as fast; default ${DEFAULT-VALUE}.")
    private double speed = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Chance; default ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--tls", description = "Offer STARTTLS, with a certificate made for this run.")
    private boolean tls;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Offer STARTTLS with this certificate (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The certificate's key (PEM).")
    private @Nullable Path key;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "End after so long, such as 90s or 10m; else by Ctrl-C.")
    private @Nullable String length;

    @Option(
            names = "--stats",
            paramLabel = "FILE.jsonl",
            description = "Write what came to each receiver between two looks, as JSON lines.")
    private @Nullable Path stats;

    @Option(
            names = "--every",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "How often to look what came, in milliseconds; default ${DEFAULT-VALUE}.")
    private long every = 1000;

    @Option(names = "--json", description = "Write JSON to standard output in the end.")
    private boolean json;

    @Option(names = "--quiet", description = "No line for each look after which anything came.")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    SinkCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var lasts = lasts();
        var posts = posts();
        try (var sinks = started(posts);
                var file = statistics()) {
            var log = new SinkLog(sinks);
            say(log.opening());
            say(List.of(""));
            watch(log, lasts, file);
            if (json) {
                surroundings.out().println(log.summaryJson());
            } else {
                say(log.summary());
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    /// To standard output, or beside it where that is JSON's.
    private void say(List<String> lines) {
        var out = json ? surroundings.err() : surroundings.out();
        lines.forEach(out::println);
        out.flush();
    }

    private Duration lasts() {
        if (length == null) {
            return Duration.ofDays(365);
        }
        return Moment.length(length)
                .orElseThrow(() ->
                        new InputError(
                                "--for: '"
                                        + length
                                        + "' is no length of time; 90s, 10m or 2h would be right"));
    }

    private List<Post> posts() throws IOException {
        if (!(speed > 0 && speed <= 100_000)) {
            throw new InputError(
                    "--speed: " + speed + " is not right; a number above 0, at most 100000");
        }
        if (every < 10 || every > 3_600_000) {
            throw new InputError("--every: " + every + " is not right; 10 to 3600000 milliseconds");
        }
        try {
            return Posts.of(Optional.ofNullable(scenario), flavours, open, listen, seed);
        } catch (BadPost | ScenarioException e) {
            throw new InputError(String.valueOf(e.getMessage()), e);
        }
    }

    private Sinks started(List<Post> posts) throws IOException {
        try {
            return Sinks.start(
                    posts,
                    context(posts),
                    ModelTime.beginningNow(System::nanoTime, speed),
                    SinkCommand::pass,
                    seed);
        } catch (IOException e) {
            throw new InputError(
                    e.getMessage()
                            + "; another --listen, or another address in --flavour or --accept, would do",
                    e);
        }
    }

    private Optional<SSLContext> context(List<Post> posts) {
        if (certificate == null && key == null) {
            return tls
                    ? Optional.of(
                            OwnCertificate.context(
                                    posts.stream()
                                            .map(post -> post.model().flavour().host(0))
                                            .distinct()
                                            .toList(),
                                    surroundings.clock().instant()))
                    : Optional.empty();
        }
        if (certificate == null || key == null) {
            throw new InputError("--certificate and --key belong together; one is missing");
        }
        try {
            return Optional.of(
                    ServerCertificate.read(certificate, key, surroundings.clock().instant())
                            .context());
        } catch (BadCertificate e) {
            throw new InputError(String.valueOf(e.getMessage()), e);
        }
    }

    private Writer statistics() throws IOException {
        return stats == null ? Writer.nullWriter() : Files.newBufferedWriter(stats);
    }

    private static void pass(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// Looks now and then, until the time is over or a signal comes.
    private void watch(SinkLog log, Duration lasts, Writer file)
            throws IOException, InterruptedException {
        var asked = new CountDownLatch(1);
        Signals.on("INT", asked::countDown);
        Signals.on("TERM", asked::countDown);
        long now = System.nanoTime();
        long end = now + lasts.toNanos();
        long step = every * MILLISECOND;
        for (long next = now + step; now < end; next = Math.max(next + step, now)) {
            boolean isOver =
                    asked.await(Math.min(next, end) - System.nanoTime(), TimeUnit.NANOSECONDS);
            now = System.nanoTime();
            log.look();
            for (var line : log.json(surroundings.clock().instant())) {
                file.write(line + "\n");
            }
            file.flush();
            if (!quiet && !log.isQuiet()) {
                say(List.of(log.line()));
            }
            if (isOver) {
                return;
            }
        }
    }
}
