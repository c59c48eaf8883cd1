package org.restante.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.restante.app.simulation.ReceiverFile;
import org.restante.app.sink.Post;
import org.restante.app.sink.Sinks;
import org.restante.dns.Families;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.sending.dispatch.Way;
import org.restante.sending.dispatch.Ways;
import org.restante.sending.routing.MxHost;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Target;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.sink.ModelTime;

/// The receivers of the story, listening, and how mail for them leaves: the hosts have the names by which the providers are known, and
/// no other domain has any, so that nothing leaves this machine.
final class DemoReceivers implements Ways, AutoCloseable {
    private static final int TRIES = 5;

    /// How long the receivers stand before the story begins.
    static final Duration BEFORE = Duration.ofHours(12);

    /// What the outside sees of a receiver.
    ///
    /// @param provider empty where nobody knows it
    /// @param host the name of its first MX host is made of it by a number
    private record Look(String domain, Optional<String> provider, String host) {}

    private static final Map<String, Look> LOOKS = new LinkedHashMap<>();

    static {
        LOOKS.put(
                "gmail",
                new Look(
                        "gmail-users.example",
                        Optional.of("gmail"),
                        "alt%d.gmail-smtp-in.l.google.com"));
        LOOKS.put(
                "microsoft",
                new Look(
                        "outlook-users.example",
                        Optional.of("microsoft"),
                        "mx%d.olc.protection.outlook.com"));
        LOOKS.put(
                "yahoo",
                new Look("yahoo-users.example", Optional.of("yahoo"), "mta%d.am0.yahoodns.net"));
        LOOKS.put(
                "orange",
                new Look("orange-users.example", Optional.of("orange"), "smtp-in%d.orange.fr"));
        LOOKS.put(
                "greylist",
                new Look("small-firm.example", Optional.empty(), "mx%d.small-firm.example"));
        LOOKS.put("shop", new Look("shop.example", Optional.empty(), "mx%d.shop.example"));
        LOOKS.put("forum", new Look("forum.example", Optional.empty(), "mx%d.forum.example"));
    }

    private final Sinks sinks;
    private final Map<String, Way.Open> ways = new LinkedHashMap<>();

    private DemoReceivers(Sinks sinks) {
        this.sinks = sinks;
        for (var post : sinks.posts()) {
            var look = look(post.name());
            ways.put(look.domain(), way(post, look));
        }
    }

    /// @throws IOException when this machine lends none of the addresses from 127.0.10.1 on
    static DemoReceivers start(FastTime time, long seed) throws IOException {
        var models = models(seed);
        for (int i = 1; ; i++) {
            try {
                return new DemoReceivers(
                        Sinks.start(
                                posts(models),
                                Optional.empty(),
                                new ModelTime(time::nanos, time.nanos() + BEFORE.toNanos(), 1),
                                nanos -> LockSupport.parkNanos(time.ours(nanos)),
                                seed));
            } catch (IOException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static List<ReceiverModel> models(long seed) throws IOException {
        try (var in = DemoReceivers.class.getResourceAsStream("demo.toml")) {
            if (in == null) {
                throw new IOException("demo.toml is not in this build");
            }
            return ReceiverFile.ofText(
                    "demo.toml", new String(in.readAllBytes(), StandardCharsets.UTF_8), seed);
        }
    }

    /// The hosts of a receiver differ by address and have one port, as hosts do.
    private static List<Post> posts(List<ReceiverModel> models) throws IOException {
        var posts = new ArrayList<Post>();
        for (int i = 0; i < models.size(); i++) {
            var model = models.get(i);
            int port = free(address(i, 0));
            var addresses = new ArrayList<InetSocketAddress>();
            for (int host = 0; host < model.hosts(); host++) {
                addresses.add(new InetSocketAddress(address(i, host), port));
            }
            posts.add(new Post(model, addresses));
        }
        return posts;
    }

    private static InetAddress address(int receiver, int host) throws IOException {
        return InetAddress.getByAddress(
                new byte[] {127, 0, (byte) (10 + receiver), (byte) (1 + host)});
    }

    private static int free(InetAddress address) throws IOException {
        try (var socket = new ServerSocket(0, 1, address)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IOException(
                    "the demo's receivers stand at 127.0.10.1 and up, which this system does not lend ("
                            + e.getMessage()
                            + "); Linux does",
                    e);
        }
    }

    private static Way.Open way(Post post, Look look) {
        var hosts = new ArrayList<MxHost>();
        for (int i = 0; i < post.addresses().size(); i++) {
            var name = String.format(Locale.ROOT, look.host(), i + 1);
            hosts.add(new MxHost(name, name, List.of(post.addresses().get(i).getAddress()), false));
        }
        var route =
                new Route.Reachable(
                        look.provider().orElse(look.domain()),
                        List.of(new Route.Group(10, hosts)),
                        post.addresses().getFirst().getPort(),
                        Protocol.SMTP,
                        false,
                        false,
                        Duration.ofHours(1),
                        List.of());
        return new Way.Open(look.domain(), route, look.provider().orElse(null));
    }

    private static Look look(String receiver) {
        var look = LOOKS.get(receiver);
        if (look == null) {
            throw new IllegalArgumentException("the story has no receiver " + receiver);
        }
        return look;
    }

    /// The domain whose mail a receiver takes.
    static String domain(String receiver) {
        return look(receiver).domain();
    }

    /// Shows a source to every host, so that the receivers have seen it before.
    void meet(InetAddress source) throws IOException {
        for (var post : sinks.posts()) {
            for (var host : post.addresses()) {
                try (var socket = new Socket()) {
                    socket.bind(new InetSocketAddress(source, 0));
                    socket.connect(host, 2_000);
                    socket.setSoTimeout(2_000);
                    if (socket.getInputStream().read() < 0) {
                        throw new IOException(host + " does not greet");
                    }
                }
            }
        }
    }

    @Override
    public Way of(String domain, Families families) {
        Way way = ways.get(domain);
        return way != null
                ? way
                : new Way.None(true, "5.1.2", "The demo sends to no domain but its own.");
    }

    @Override
    public Demand demand(String domain, Route.Reachable route, Target target) {
        return new Demand.Opportunistic("nothing else is asked for");
    }

    @Override
    public void close() throws IOException {
        sinks.close();
    }
}
