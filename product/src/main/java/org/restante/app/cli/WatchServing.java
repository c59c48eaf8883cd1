package org.restante.app.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.analysis.FollowedLogs;
import org.restante.app.api.ApiSettings;
import org.restante.app.config.BadConfig;
import org.restante.app.config.ConfigFile;
import org.restante.app.config.NotifySection;
import org.restante.app.config.Problem;
import org.restante.app.config.WebhookSection;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.logging.ServerLog;
import org.restante.app.server.BadCertificate;
import org.restante.app.server.HttpDoor;
import org.restante.app.server.Logging;
import org.restante.app.server.ServerCertificate;
import org.restante.app.server.StoreCommandLine;
import org.restante.app.watch.LogWatch;
import org.restante.dns.DnsServers;
import org.restante.dns.NetworkResolver;
import org.restante.mail.message.Domain;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;
import picocli.CommandLine.Option;

/// `restante watch --serve`: the console and the interface over logs that are followed, until a signal ends it.
final class WatchServing {
    /// Where nothing is new it is looked for so often.
    private static final Duration EACH = Duration.ofMillis(500);

    @Option(
            names = "--serve",
            description =
                    "Keep what the logs tell in a store, and serve console and HTTP interface over it; no table is drawn.")
    private boolean serves;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "With --serve: where events, incidents and users are kept; made where it is absent.")
    private @Nullable Path data;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description =
                    "With --serve: where to listen. Without it 127.0.0.1:8080, or another port where that is taken.")
    private @Nullable String http;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description =
                    "With --serve: who may speak HTTP; DATA/tokens.toml without it. See 'restante token'.")
    private @Nullable Path tokens;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "With --serve: a file of settings in place of these options; of it [server] name and data, [http], [store], [log], [[webhook]] and [[notify]] are meant.")
    private @Nullable Path config;

    /// What is asked for.
    ///
    /// @param http empty for the usual port, or another where that is taken
    private record Wanted(
            LogWatch.Settings watch,
            Optional<StoreSettings> store,
            Optional<InetSocketAddress> http,
            Function<InetSocketAddress, ApiSettings> api,
            Path tokens) {}

    /// Whether it is asked for.
    ///
    /// @throws InputError when options say so that go with it, and it is not
    boolean isWanted() {
        if (!serves && (data != null || http != null || tokens != null || config != null)) {
            throw new InputError(
                    "--data, --http, --tokens and --config go with --serve; without it nothing is kept or served");
        }
        return serves;
    }

    /// Serves until it shall end.
    ///
    /// @param onlyNew whether a log that was not read before is read from its end
    int serve(
            FollowedLogs.Request logs,
            boolean onlyNew,
            Knowledge knowledge,
            Surroundings surroundings,
            ServeCommand.Stay stay)
            throws IOException, InterruptedException {
        try {
            var wanted =
                    config == null
                            ? ofOptions(logs, onlyNew)
                            : ofFile(logs, onlyNew, config, surroundings);
            serve(wanted, knowledge, surroundings, stay);
            return Exit.DONE;
        } catch (BadConfig e) {
            e.problems().forEach(problem -> surroundings.err().println("restante: " + problem));
            return Exit.INPUT;
        }
    }

    private static void serve(
            Wanted wanted, Knowledge knowledge, Surroundings surroundings, ServeCommand.Stay stay)
            throws IOException, InterruptedException {
        var store = wanted.store().map(StoreCommandLine::keeper);
        var watch =
                LogWatch.start(
                        wanted.watch(),
                        knowledge,
                        store,
                        new NetworkResolver(
                                NetworkResolver.Manner.of(DnsServers.ofSystem()),
                                surroundings.clock(),
                                System::nanoTime),
                        surroundings.clock(),
                        System::nanoTime);
        HttpDoor door;
        try {
            door = door(watch, wanted, surroundings);
        } catch (BadUsers e) {
            watch.close();
            throw new InputError(String.valueOf(e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            watch.close();
            throw e;
        }
        store.ifPresent(StoreKeeper::start);
        for (var path : wanted.watch().logs().files()) {
            surroundings.out().println("restante: follows " + path);
        }
        Places.tell(door, surroundings);
        surroundings.out().flush();
        stay.await();
        door.drain();
        door.close();
        store.ifPresent(StoreKeeper::close);
        ServerLog.finish();
    }

    /// At the usual port, or at another where somebody else has it: commands find it by the control file.
    private static HttpDoor door(LogWatch watch, Wanted wanted, Surroundings surroundings)
            throws IOException, BadUsers {
        if (wanted.http().isPresent()) {
            return door(watch, wanted, wanted.http().get(), surroundings);
        }
        var loopback = InetAddress.getLoopbackAddress();
        try {
            return door(watch, wanted, new InetSocketAddress(loopback, 8080), surroundings);
        } catch (IOException taken) {
            return door(watch, wanted, new InetSocketAddress(loopback, 0), surroundings);
        }
    }

    private static HttpDoor door(
            LogWatch watch, Wanted wanted, InetSocketAddress at, Surroundings surroundings)
            throws IOException, BadUsers {
        Supplier<Path> tokens = wanted::tokens;
        return new HttpDoor(
                watch,
                wanted.watch().data(),
                tokens,
                wanted.api().apply(at),
                surroundings.clock(),
                System::nanoTime);
    }

    private Wanted ofOptions(FollowedLogs.Request logs, boolean onlyNew) {
        var folder = data;
        if (folder == null) {
            throw new InputError(
                    "--serve: --data DIR is missing, the folder where events, incidents and users are kept; or --config FILE");
        }
        var store = LogWatch.storeIn(folder);
        return new Wanted(
                new LogWatch.Settings(
                        logs,
                        folder,
                        onlyNew,
                        EACH,
                        store.keptFor(),
                        hostName(),
                        Optional.empty(),
                        List.of(),
                        List.of()),
                Optional.of(store),
                Optional.ofNullable(http).map(text -> Places.onLoopback("--http", text)),
                ApiSettings::at,
                tokens == null ? folder.resolve("tokens.toml") : tokens);
    }

    private Wanted ofFile(
            FollowedLogs.Request logs, boolean onlyNew, Path path, Surroundings surroundings)
            throws IOException, BadConfig {
        if (data != null || http != null || tokens != null) {
            throw new InputError("--config: what the other options say stands in the file then");
        }
        var file = ConfigFile.read(path, surroundings.environment());
        var settings = file.config();
        var web = settings.http();
        var problems = new ArrayList<>(objections(file));
        var certificate = certificate(file, problems, surroundings);
        if (!problems.isEmpty()) {
            throw new BadConfig(problems);
        }
        Logging.use(file);
        var folder = settings.server().data();
        var store = settings.store().settings(folder, LogWatch.storeIn(folder).journals());
        return new Wanted(
                new LogWatch.Settings(
                        logs,
                        folder,
                        onlyNew,
                        EACH,
                        settings.store().keptFor(),
                        settings.server().name().map(Domain::ascii).orElseGet(this::hostName),
                        certificate,
                        settings.webhook().stream().map(WebhookSection::settings).toList(),
                        settings.notices().stream().map(NotifySection::settings).toList()),
                settings.store().enabled() ? Optional.of(store) : Optional.empty(),
                web.address(),
                web::settings,
                web.tokensIn(folder));
    }

    private static List<Problem> objections(ConfigFile file) {
        var problems = new ArrayList<Problem>();
        if (!file.config().http().enabled()) {
            problems.add(
                    file.problem(
                            "http.enabled",
                            "is false, and --serve would serve nothing",
                            "true would be right"));
        }
        for (int i = 0; i < file.config().notices().size(); i++) {
            if (!file.config().notices().get(i).mail().isEmpty()) {
                problems.add(
                        file.problem(
                                "notify[" + i + "].mail",
                                "names addresses, and what watches a log sends no mail",
                                "webhooks would be right"));
            }
        }
        return problems;
    }

    private static Optional<ServerCertificate> certificate(
            ConfigFile file, List<Problem> problems, Surroundings surroundings) {
        var web = file.config().http();
        if (web.certificate().isEmpty() || web.key().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ServerCertificate.read(
                            web.certificate().get(),
                            web.key().get(),
                            surroundings.clock().instant()));
        } catch (BadCertificate e) {
            problems.add(
                    file.problem(
                            e.isKey() ? "http.key" : "http.certificate",
                            "is wrong: " + e.getMessage(),
                            ""));
            return Optional.empty();
        }
    }

    private String hostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
