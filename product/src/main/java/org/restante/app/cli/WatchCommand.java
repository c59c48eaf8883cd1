package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.restante.app.analysis.FollowedLogs;
import org.restante.app.analysis.LiveAnalysis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante watch`: follows live logs through rotation, shows providers and open incidents, tells when one opens and closes.
@Command(
        name = "watch",
        description = {
            "Follow live logs: a small table of providers, the open incidents, and a line when one opens or closes; off a terminal lines alone.",
            "With --serve the console instead, with history, search and reports: for who keeps another mail server."
        },
        sortOptions = false)
final class WatchCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final ServeCommand.Stay stay;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Logs that are being written, or will be; rotation is followed.")
    private List<Path> paths = new ArrayList<>();

    @Mixin private LogOptions logs = new LogOptions();

    @Mixin private WatchServing serving = new WatchServing();

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How often to look and redraw; default ${DEFAULT-VALUE}.")
    private int every = 5;

    @Option(
            names = "--new",
            description =
                    "Begin with what is written from now on, instead of with what the logs hold.")
    private boolean onlyNew;

    @Option(
            names = "--rounds",
            hidden = true,
            description = "Stop after so many looks (for tests and scripts).")
    private long rounds = Long.MAX_VALUE;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    WatchCommand(Surroundings surroundings) {
        this(
                surroundings,
                () ->
                        Signals.await(
                                surroundings,
                                "stopped at once; what was read since is read again"));
    }

    /// One that ends otherwise than by a signal.
    WatchCommand(Surroundings surroundings, ServeCommand.Stay stay) {
        this.surroundings = surroundings;
        this.stay = stay;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (every < 1) {
            throw new InputError("--every: " + every + " is no number of seconds; 1 or more");
        }
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                throw new InputError(path + ": is a folder; name the log files in it");
            }
            if (Files.exists(path) && !Files.isReadable(path)) {
                throw new InputError(path + ": may not be read by this user");
            }
        }
        if (serving.isWanted()) {
            return serving.serve(request(), onlyNew, logs.knowledge(), surroundings, stay);
        }
        try (var live =
                new LiveAnalysis(
                        paths,
                        logs.format(),
                        logs.zone(surroundings),
                        logs.map(),
                        logs.knowledge(),
                        onlyNew,
                        surroundings.clock().instant())) {
            watch(live, new WatchScreen(surroundings, live, paths));
        }
        return Exit.DONE;
    }

    /// Paths as they are found from anywhere: where it stopped is known by them.
    private FollowedLogs.Request request() {
        var all = paths.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
        if (new HashSet<>(all).size() < all.size()) {
            throw new InputError("a log is named twice; once would be right");
        }
        return new FollowedLogs.Request(all, logs.format(), logs.zone(surroundings), logs.map());
    }

    private void watch(LiveAnalysis live, WatchScreen screen) throws IOException {
        var stopped = new CountDownLatch(1);
        for (long round = 0; round < rounds; round++) {
            var now = surroundings.clock().instant();
            screen.show(live.look(now), now);
            try {
                if (round + 1 < rounds
                        && stopped.await(
                                Duration.ofSeconds(every).toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
