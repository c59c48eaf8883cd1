package org.restante.app.demo;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.restante.app.access.BadUsers;
import org.restante.app.access.ConsoleDoor;
import org.restante.app.access.ConsoleUserFile;
import org.restante.app.access.Role;
import org.restante.app.access.Users;
import org.restante.app.api.ApiSettings;
import org.restante.app.files.Folders;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.server.HttpDoor;
import org.restante.app.server.Server;
import org.restante.app.server.StoreCommandLine;
import org.restante.app.server.Terms;
import org.restante.mail.message.Domain;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreSettings;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;

/// The server of the demonstration with its receivers, its mail and its HTTP interface. What it keeps is in a folder of its own, which
/// goes with it.
public final class Demo implements AutoCloseable {
    private static final int LISTENING_TO_CHANCE = 7;

    /// So often everybody who waits looks at the clock, and mail that is due is handed in, in nanoseconds of ours.
    private static final long BEAT = Duration.ofMillis(10).toNanos();

    /// Who may sign in to the console, and with what: nothing in the demonstration is secret.
    public static final String USER = "demo";

    public static final String PASSWORD = "look around";

    private static final Source FIRST = source(1);
    private static final Source SECOND = source(2);

    private final Path data;
    private final FastTime time;
    private final DemoReceivers receivers;
    private final Server server;
    private final Terms terms;
    private final StoreKeeper store;
    private final HttpDoor http;
    private final Traffic traffic;
    private final Thread beats;
    private final Map<String, String> told = new HashMap<>();
    private volatile boolean isOver;

    private static Source source(int number) {
        try {
            return new Source(
                    "mta" + number,
                    (Inet4Address)
                            InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (20 + number)}),
                    null,
                    Domain.of("mta" + number + ".shop.example").orElseThrow());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    /// Begins it.
    ///
    /// @param data an empty folder, which is removed in the end
    /// @param at where the HTTP interface listens
    /// @param speed how many times as fast the story's time passes
    /// @throws IOException when the addresses cannot be had; nothing runs then
    public static Demo start(
            Path data, InetSocketAddress at, double speed, InstantSource clock, LongSupplier ticker)
            throws IOException, BadUsers {
        var time = new FastTime(Story.LENGTH, speed, clock, ticker);
        var receivers = DemoReceivers.start(time, LISTENING_TO_CHANCE);
        try {
            receivers.meet(FIRST.ipv4() == null ? InetAddress.getLoopbackAddress() : FIRST.ipv4());
            time.skip(DemoReceivers.BEFORE);
            return new Demo(data, at, time, receivers);
        } catch (IOException | BadUsers | RuntimeException e) {
            receivers.close();
            throw e;
        }
    }

    private Demo(Path data, InetSocketAddress at, FastTime time, DemoReceivers receivers)
            throws IOException, BadUsers {
        this.data = data;
        this.time = time;
        this.receivers = receivers;
        var settings =
                Server.Settings.usual(
                        "mail.shop.example",
                        data,
                        List.of(
                                new ListenerSettings(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        Kind.RELAY)),
                        receivers,
                        Pools.of(FIRST),
                        Users.NONE);
        terms = settings.terms();
        server = Server.start(settings, Knowledge.shipped(), time, time::nanos);
        store =
                StoreCommandLine.keeper(
                        StoreSettings.of(List.of(data.resolve("events")), data.resolve("store")));
        try {
            letIn();
            http =
                    new HttpDoor(
                            server,
                            Optional.empty(),
                            Optional.of(store),
                            data,
                            () -> data.resolve("tokens.toml"),
                            ApiSettings.at(at),
                            time,
                            System::nanoTime);
        } catch (IOException | BadUsers | RuntimeException e) {
            server.close();
            throw e;
        }
        store.start();
        traffic = new Traffic(server.handover(), Story.STREAMS, new Random(LISTENING_TO_CHANCE));
        beats = Thread.ofPlatform().name("demo").start(this::run);
    }

    private void letIn() throws IOException, BadUsers {
        var users = new ConsoleUserFile(data.resolve("console.toml"), System::nanoTime);
        new ConsoleDoor(users, new SecureRandom(), time, System::nanoTime)
                .put(USER, Role.ADMIN, Optional.empty(), PASSWORD);
    }

    private void run() {
        boolean isAlone = true;
        try {
            while (!isOver) {
                var passed = time.sinceBegin();
                if (isAlone && passed.compareTo(Story.SECOND_SOURCE) >= 0) {
                    server.use(terms.with(both()));
                    isAlone = false;
                }
                traffic.until(passed);
                server.lookAtTheClock();
                LockSupport.parkNanos(BEAT);
            }
        } catch (IOException e) {
            isOver = true;
        }
    }

    private static Pools both() {
        var pool =
                new Pool(
                        FIRST.name(),
                        List.of(new Pool.Member(FIRST, 1), new Pool.Member(SECOND, 1)),
                        false);
        return new Pools(List.of(pool), pool.name());
    }

    /// Where the HTTP interface listens.
    public InetSocketAddress address() {
        return http.address();
    }

    /// Where the console is.
    public URI console() {
        return http.consoleLink();
    }

    /// How much of the story has passed.
    public Duration passed() {
        return time.sinceBegin();
    }

    /// What the lanes have done since the last call, each step with its reason.
    public List<String> news() {
        var news = new ArrayList<String>();
        for (var lane : server.dispatch().lanes()) {
            var step = lane.lastStep();
            var name = lane.site() + " from " + lane.source();
            if (step != null && !step.sentence().equals(told.put(name, step.sentence()))) {
                news.add(name + ": " + step.sentence());
            }
        }
        return news;
    }

    /// Recipients that wait.
    public long waiting() {
        return server.queue().waiting();
    }

    @Override
    public void close() throws IOException {
        isOver = true;
        try {
            beats.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.drain();
        try (receivers;
                store;
                http) {
            server.close();
        } finally {
            Folders.remove(data);
        }
    }
}
