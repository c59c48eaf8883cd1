package org.restante.app.trial;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.restante.app.access.Users;
import org.restante.app.duty.Case;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.server.Server;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission;
import org.restante.mail.message.Submission.Steering;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.sending.dispatch.Way;
import org.restante.sending.dispatch.Ways;
import org.restante.sending.reception.Client;
import org.restante.sending.reception.ListenerSettings;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Weather;

/// One life of a server amid scripted receivers: mail goes in by the door that programs use and out by sockets, attempts go on record,
/// and the server tells of incidents. Its time is fast.
final class Life {
    static final int SOURCES = 3;
    static final String OWN = "shop.example";

    private static final double[] STREAM_SHARES = {.25, .35, .2, .2};

    /// Share of addresses that nobody has, by stream.
    private static final double[] UNKNOWN = {.001, .01, .03, .003};

    /// A program is stopped when too much of its mail bounces; here another takes its place soon.
    private static final int PROGRAM_LASTS = 10;

    private static final long BEAT = Duration.ofMillis(5).toNanos();
    private static final double LOOKS_APART = 1 / 6.0;

    private final Path data;
    private final long seed;
    private final double perMinute;
    private final double minutes;
    private final double newSourceAt;
    private final List<Planted> script;
    private final Random chance;
    private final SteadyTime time;
    private final Map<String, Way.Open> ways = new LinkedHashMap<>();
    private final List<double[]> bursts = new ArrayList<>();
    private double owed;
    private double sentUntil;
    private long number;

    private final Map<Planted, List<Case>> judged = new HashMap<>();
    private List<Case> all = List.of();

    /// Messages that the server did not take.
    int refused;

    /// @param data an empty folder
    /// @param speed how many times as fast time passes
    /// @param newSourceAt the minute from which one more source sends, which nobody knows
    Life(
            Path data,
            long seed,
            double perMinute,
            double speed,
            double minutes,
            double newSourceAt,
            List<Planted> script) {
        this.data = data;
        this.seed = seed;
        this.perMinute = perMinute;
        this.minutes = minutes;
        this.newSourceAt = newSourceAt;
        this.script = script;
        chance = new Random(seed);
        time = new SteadyTime(speed);
        for (double at = 20 + 30 * chance.nextDouble();
                at < minutes;
                at += 30 + 30 * chance.nextDouble()) {
            bursts.add(new double[] {at, at + 4});
        }
    }

    /// Lives it to its end.
    Lived live() throws Exception {
        var receivers = new ArrayList<ScriptedReceiver>();
        try {
            for (var role : Role.ALL) {
                receivers.add(receiver(role, receivers.size()));
            }
            receivers.add(
                    receiver(
                            new Role(OWN, null, Flavour.PLAIN, 1, "mx%d." + OWN, .2, false),
                            receivers.size()));
            var settings =
                    Server.Settings.usual(
                            "mail." + OWN,
                            data,
                            List.of(
                                    new ListenerSettings(
                                            new InetSocketAddress(
                                                    InetAddress.getLoopbackAddress(), 0),
                                            Kind.RELAY)),
                            new ScriptedWays(),
                            pools(SOURCES),
                            Users.NONE);
            try (var server = Server.start(settings, Knowledge.shipped(), time, time::nanos)) {
                run(server, settings);
                all = server.incidents().list(null);
            }
        } finally {
            for (var receiver : receivers) {
                receiver.close();
            }
        }
        new Lived.Play(minutes, script).write(data);
        return new Lived(script, minutes, judged, all, data);
    }

    private ScriptedReceiver receiver(Role role, int number) throws IOException {
        var steps = new ArrayList<Weather.Step>();
        for (var planted : script) {
            if (planted.limit() != 1 && planted.parties().contains(role.party())) {
                steps.add(new Weather.Step(minutes(planted.from()), planted.limit()));
                steps.add(new Weather.Step(minutes(planted.until()), 1));
            }
        }
        var weather = new Weather(steps, 0, Duration.ZERO, List.of(), List.of());
        var receiver =
                new ScriptedReceiver(
                        role,
                        role.model(perMinute, SOURCES, weather),
                        number,
                        time,
                        script,
                        seed * 100 + number);
        ways.put(role.domain(), way(role, receiver));
        return receiver;
    }

    private static Duration minutes(double minutes) {
        return Duration.ofMillis((long) (minutes * 60_000));
    }

    private static Way.Open way(Role role, ScriptedReceiver receiver) {
        var hosts = new ArrayList<MxHost>();
        for (int i = 0; i < role.hosts(); i++) {
            hosts.add(
                    new MxHost(
                            role.host(i),
                            role.host(i),
                            List.of(receiver.addresses().get(i)),
                            false));
        }
        var route =
                new Route.Reachable(
                        role.party(),
                        List.of(new Route.Group(10, hosts)),
                        receiver.port(),
                        Protocol.SMTP,
                        false,
                        false,
                        Duration.ofMinutes(1),
                        List.of());
        return new Way.Open(role.domain(), route, role.provider());
    }

    private static Pools pools(int sources) {
        var members =
                IntStream.rangeClosed(1, sources)
                        .mapToObj(i -> new Pool.Member(source(i), 1))
                        .toList();
        return new Pools(List.of(new Pool("all", members, false)), "all");
    }

    private static Source source(int number) {
        try {
            var octets = new byte[] {127, 0, 0, (byte) (20 + number)};
            return new Source(
                    "mta" + number,
                    (Inet4Address) InetAddress.getByAddress(octets),
                    null,
                    Domain.of("mta" + number + "." + OWN).orElseThrow());
        } catch (IOException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    private void run(Server server, Server.Settings settings) throws Exception {
        boolean isJoined = false;
        double looked = 0;
        while (time.minutes() < minutes) {
            time.look();
            double now = time.minutes();
            if (!isJoined && now >= newSourceAt) {
                server.use(settings.terms().with(pools(SOURCES + 1)));
                isJoined = true;
            }
            send(server, now);
            server.lookAtTheClock();
            if (now >= looked + LOOKS_APART) {
                looked = now;
                judge(server, now);
            }
            LockSupport.parkNanos(BEAT);
        }
    }

    private void judge(Server server, double now) {
        for (var planted : script) {
            if (now >= planted.from() + LiveScore.JUDGED_AFTER && !judged.containsKey(planted)) {
                judged.put(planted, server.incidents().list(null));
            }
        }
    }

    private double rate(double minute) {
        double wave = 1 + .15 * Math.sin(minute / 240 * Math.PI);
        boolean isBurst = bursts.stream().anyMatch(it -> minute >= it[0] && minute < it[1]);
        return perMinute * (.93 * wave + (isBurst ? .7 : 0));
    }

    private void send(Server server, double now) throws IOException {
        owed += rate(now) * (now - sentUntil);
        sentUntil = now;
        for (; owed >= 1; owed--) {
            int stream = drawn(STREAM_SHARES);
            double share = chance.nextDouble();
            for (var role : Role.ALL) {
                share -= role.share();
                if (share < 0) {
                    send(server, role, stream, now);
                    break;
                }
            }
        }
    }

    private int drawn(double[] shares) {
        double left = chance.nextDouble();
        int i = 0;
        while (i < shares.length - 1 && left >= shares[i]) {
            left -= shares[i++];
        }
        return i;
    }

    private void send(Server server, Role role, int stream, double now) throws IOException {
        var name = Script.STREAMS.get(stream);
        double unknown = UNKNOWN[stream];
        for (var planted : script) {
            if (planted.isOn(now) && name.equals(planted.stream())) {
                unknown = Math.max(unknown, planted.unknown());
            }
        }
        long id = ++number;
        int readers = (int) (1000 * role.share() * perMinute / 30);
        var local =
                chance.nextDouble() < unknown ? "unknown" + id : "reader" + chance.nextInt(readers);
        var envelope =
                new Envelope(
                        ReversePath.of(new Mailbox(name, domain(OWN))),
                        List.of(),
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty());
        var steering =
                new Steering(
                        Optional.of("shop"),
                        Optional.of(name),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        try (var parcel =
                server.handover()
                        .begin(
                                Client.trusted(name + (int) (now / PROGRAM_LASTS)),
                                InetAddress.getLoopbackAddress(),
                                Optional.empty(),
                                envelope,
                                steering)
                        .orElseThrow()) {
            parcel.recipient(Recipient.of(new Mailbox(local, domain(role.domain()))));
            var text =
                    ("Subject: " + id + "\r\n\r\nOne of the trial.\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            parcel.write(text, 0, text.length);
            parcel.commit();
        } catch (Submission.Suppressed e) {
            // Who does not exist is written to no more.
        } catch (Submission.Refused e) {
            refused++;
        }
    }

    private static Domain domain(String name) {
        return Domain.of(name).orElseThrow();
    }

    private final class ScriptedWays implements Ways {
        @Override
        public Way of(String domain, Families families) {
            double now = time.minutes();
            for (var planted : script) {
                if (planted.isOn(now) && planted.hidesName(domain)) {
                    return new Way.None(false, "4.4.3", "the DNS does not answer for " + domain);
                }
            }
            Way way = ways.get(domain);
            return way != null ? way : new Way.None(true, "5.1.2", "no such domain");
        }

        @Override
        public Demand demand(String domain, Route.Reachable route, Target target) {
            return new Demand.Opportunistic("nothing else is asked for");
        }
    }
}
