package org.restante.app.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.config.BadConfig;
import org.restante.app.config.ConfigFile;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.logging.ServerLog;
import org.restante.app.server.Configured;
import org.restante.app.server.HttpDoor;
import org.restante.app.server.Logging;
import org.restante.app.server.Reload;
import org.restante.app.server.RoutedWays;
import org.restante.app.server.Server;
import org.restante.app.server.SourceAddresses;
import org.restante.app.server.StoreCommandLine;
import org.restante.mail.message.Domain;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;
import org.restante.sending.dispatch.NextHopLogins;
import org.restante.sending.dispatch.TlsWishes;
import org.restante.sending.queue.By;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.BadRouteException;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `restante serve`: the sending server, until a signal ends it.
@Command(
        name = "serve",
        description = "Take mail in by SMTP, keep it safe, and deliver it at the receivers' pace.",
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    /// How often it is looked whether a certificate or the file of users was changed.
    private static final Duration LOOKED_AT_EACH = Duration.ofSeconds(10);

    private final Surroundings surroundings;
    private final Stay stay;

    /// Returns when the server shall end.
    interface Stay {
        void await() throws InterruptedException;
    }

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The file of settings; see 'restante config'. Without it, a server for this machine with the options below.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where mail and events are kept; made where it is absent.")
    private @Nullable Path data;

    @Option(
            names = "--smtp",
            paramLabel = "HOST:PORT",
            description = "Where to listen for SMTP (127.0.0.1:2525). Only this machine may send.")
    private @Nullable String smtp;

    @Option(
            names = "--route",
            paramLabel = "DOMAIN=HOST:PORT",
            description =
                    "Next hop of a domain, '*' for all others, on this machine. Other mail goes where the DNS says.")
    private List<String> routes = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "How the server names itself; else the machine's name.")
    private String name = "";

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = "Who may send with a password; see 'restante user'.")
    private @Nullable Path users;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description =
                    "Where to listen for HTTP, 'none' for nowhere. Without it 127.0.0.1:8080, or another port where that is taken.")
    private @Nullable String http;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "Who may speak HTTP; DATA/tokens.toml without it. See 'restante token'.")
    private @Nullable Path tokens;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        stay =
                () ->
                        Signals.await(
                                surroundings,
                                "stopped at once; what was in flight is tried again at the next start");
    }

    /// One that ends otherwise than by a signal.
    ServeCommand(Surroundings surroundings, Stay stay) {
        this.surroundings = surroundings;
        this.stay = stay;
    }

    /// What the command was asked for.
    ///
    /// @param file the file of settings, where there is one
    /// @param store empty where none is wanted
    /// @param http where to listen for HTTP; empty for the usual port, or another where that is taken
    /// @param api what a request may cost, there
    private record Wanted(
            Server.Settings server,
            Optional<StoreSettings> store,
            Optional<ConfigFile> file,
            boolean speaksHttp,
            Optional<InetSocketAddress> http,
            Function<InetSocketAddress, ApiSettings> api,
            Path tokens) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            return serve();
        } catch (BadConfig e) {
            e.problems().forEach(problem -> surroundings.err().println("restante: " + problem));
            return Exit.INPUT;
        }
    }

    private int serve() throws IOException, InterruptedException, BadConfig {
        var knowledge = Knowledge.shipped();
        var wanted = config == null ? ofOptions(knowledge) : ofFile(knowledge, config);
        var settings = wanted.server();
        var server = Server.start(settings, knowledge, surroundings.clock(), System::nanoTime);
        for (var address : server.addresses()) {
            surroundings
                    .out()
                    .println(
                            "restante: takes mail at "
                                    + address.getHostString()
                                    + ":"
                                    + address.getPort());
        }
        var reload =
                wanted.file()
                        .map(file ->
                                new Reload(
                                        server,
                                        configured(knowledge),
                                        file,
                                        surroundings.environment()));
        var store = wanted.store().map(StoreCommandLine::keeper);
        var door = door(server, wanted, reload, store);
        store.ifPresent(StoreKeeper::start);
        door.ifPresent(open -> Places.tell(open, surroundings));
        surroundings.out().flush();
        wanted.file().ifPresent(file -> listenForReloads(reload.orElseThrow()));
        stay.await();
        door.ifPresent(HttpDoor::drain);
        server.close();
        door.ifPresent(HttpDoor::close);
        store.ifPresent(StoreKeeper::close);
        ServerLog.finish();
        return Exit.DONE;
    }

    private static void listenForReloads(Reload reload) {
        Signals.on("HUP", () -> reload.now(new By("restante", "signal HUP")));
        Thread.ofPlatform()
                .name("settings")
                .daemon()
                .start(() -> {
                    try {
                        while (true) {
                            Thread.sleep(LOOKED_AT_EACH);
                            reload.refresh();
                        }
                    } catch (InterruptedException e) {
                        // The process ends.
                    }
                });
    }

    /// The HTTP interface, where one is wanted; a server that cannot have it does not run.
    private Optional<HttpDoor> door(
            Server server, Wanted wanted, Optional<Reload> reload, Optional<StoreKeeper> store)
            throws IOException {
        if (!wanted.speaksHttp()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    wanted.http().isPresent()
                            ? door(server, wanted, reload, store, wanted.http().get())
                            : usualDoor(server, wanted, reload, store));
        } catch (BadUsers e) {
            server.close();
            throw new InputError(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// At the usual port, or at another where somebody else has it: commands find it by the control file.
    private HttpDoor usualDoor(
            Server server, Wanted wanted, Optional<Reload> reload, Optional<StoreKeeper> store)
            throws IOException, BadUsers {
        var loopback = InetAddress.getLoopbackAddress();
        try {
            return door(server, wanted, reload, store, new InetSocketAddress(loopback, 8080));
        } catch (IOException taken) {
            return door(server, wanted, reload, store, new InetSocketAddress(loopback, 0));
        }
    }

    private HttpDoor door(
            Server server,
            Wanted wanted,
            Optional<Reload> reload,
            Optional<StoreKeeper> store,
            InetSocketAddress at)
            throws IOException, BadUsers {
        return new HttpDoor(
                server,
                reload,
                store,
                wanted.server().data(),
                reload.<Supplier<Path>>map(it -> it::tokens).orElse(wanted::tokens),
                wanted.api().apply(at),
                surroundings.clock(),
                System::nanoTime);
    }

    private Wanted ofFile(Knowledge knowledge, Path file) throws IOException, BadConfig {
        Signals.on("HUP", () -> {}); // One that comes too early would end the process.
        boolean isTold =
                data != null
                        || smtp != null
                        || users != null
                        || http != null
                        || tokens != null
                        || !name.isEmpty()
                        || !routes.isEmpty();
        if (isTold) {
            throw new InputError("--config: what the other options say stands in the file then");
        }
        var read = ConfigFile.read(file, surroundings.environment());
        var server = configured(knowledge).settings(read);
        Logging.use(read);
        SourceAddresses.ofThisMachine(read).warn();
        var web = read.config().http();
        var columns = read.config().store();
        return new Wanted(
                server,
                columns.enabled() ? Optional.of(columns.settings(server.data())) : Optional.empty(),
                Optional.of(read),
                web.enabled(),
                web.address(),
                web::settings,
                web.tokensIn(server.data()));
    }

    private Configured configured(Knowledge knowledge) {
        return new Configured(
                knowledge, surroundings.clock(), System::nanoTime, new SecureRandom());
    }

    private Wanted ofOptions(Knowledge knowledge) throws IOException {
        if (data == null) {
            throw new InputError(
                    "--config FILE or --data DIR is missing; try 'restante serve --help'");
        }
        var listener = new ListenerSettings(Places.at("--smtp", smtp()), Kind.RELAY);
        var server =
                Server.Settings.usual(
                        hostName(),
                        data,
                        List.of(listener),
                        ways(knowledge),
                        Pools.of(Source.unbound("default", ehlo())),
                        users());
        boolean speaksHttp = !"none".equals(http);
        return new Wanted(
                server,
                speaksHttp
                        ? Optional.of(
                                StoreSettings.of(
                                        List.of(data.resolve("events"), data.resolve("imported")),
                                        data.resolve("store")))
                        : Optional.empty(),
                Optional.empty(),
                speaksHttp,
                http == null || !speaksHttp
                        ? Optional.empty()
                        : Optional.of(Places.onLoopback("--http", http)),
                ApiSettings::at,
                tokens == null ? data.resolve("tokens.toml") : tokens);
    }

    private String smtp() {
        return smtp == null ? "127.0.0.1:2525" : smtp;
    }

    private Users users() throws IOException {
        try {
            return users == null ? Users.NONE : Users.read(users);
        } catch (BadUsers e) {
            throw new InputError(String.valueOf(e.getMessage()));
        }
    }

    private RoutedWays ways(Knowledge knowledge) throws IOException {
        try {
            return RoutedWays.ofSystem(
                    Routes.parseForLoopback(routes),
                    TlsWishes.none(),
                    NextHopLogins.none(),
                    knowledge.providers(),
                    RoutedWays.listeningAt(Set.of(Places.at("--smtp", smtp()))),
                    surroundings.clock(),
                    System::nanoTime,
                    new SecureRandom());
        } catch (BadRouteException e) {
            throw new InputError("--route: " + e.getMessage());
        }
    }

    private Domain ehlo() {
        return Domain.of(hostName())
                .orElseThrow(() ->
                        new InputError(
                                "--name: '"
                                        + hostName()
                                        + "' is no host name; mail.example.org would be right"));
    }

    private String hostName() {
        if (!name.isEmpty()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
