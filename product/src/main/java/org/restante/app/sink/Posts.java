package org.restante.app.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.restante.app.simulation.ReceiverFile;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.sink.Unlimited;

/// Decides which receivers stand where. A receiver that is given no address has one for each of its hosts, in the next network of 256:
/// `127.0.10.1`, `127.0.10.2` …, then `127.0.11.1` ….
public final class Posts {
    /// What stands when nothing is asked for.
    private static final List<String> USUAL = List.of("gmail", "microsoft", "yahoo", "orange");

    private static final int OCTET = 256;

    private final InetSocketAddress first;
    private final long seed;
    private final List<Post> posts = new ArrayList<>();
    private final Set<String> domains = new HashSet<>();
    private final Set<InetSocketAddress> taken = new HashSet<>();
    private int networks;

    private Posts(InetSocketAddress first, long seed) {
        this.first = first;
        this.seed = seed;
    }

    /// @param scenario a name or a file, whose receivers all stand
    /// @param flavours `gmail` or `gmail=127.0.1.1:2625`
    /// @param open addresses where everything is taken
    /// @param first where the first receiver without an address stands
    /// @param seed of what a scenario leaves to chance
    /// @throws BadPost when what was asked for cannot be
    public static List<Post> of(
            Optional<String> scenario,
            List<String> flavours,
            List<String> open,
            String first,
            long seed)
            throws IOException, BadPost {
        var posts = new Posts(address("--listen", first), seed);
        if (scenario.isPresent()) {
            posts.scenario(scenario.get());
        }
        boolean hasNone = scenario.isEmpty() && flavours.isEmpty() && open.isEmpty();
        for (var flavour : hasNone ? USUAL : flavours) {
            posts.flavour(flavour);
        }
        for (int i = 0; i < open.size(); i++) {
            posts.add(
                    Unlimited.model(i == 0 ? "unlimited" : "unlimited-" + (i + 1)),
                    List.of(address("--accept", open.get(i))));
        }
        return posts.posts;
    }

    private void scenario(String wanted) throws IOException, BadPost {
        var shipped = ReceiverFile.ofScenario(wanted, seed);
        var path = Path.of(wanted);
        if (shipped.isEmpty() && !Files.isRegularFile(path)) {
            throw new BadPost(
                    "--scenario: '"
                            + wanted
                            + "' is neither a file nor a scenario of ours; 'restante simulate --list' has those");
        }
        for (var model : shipped.isPresent() ? shipped.get() : ReceiverFile.of(path, seed)) {
            add(model, next(model));
        }
    }

    private void flavour(String wanted) throws IOException, BadPost {
        int equals = wanted.indexOf('=');
        var name = equals < 0 ? wanted : wanted.substring(0, equals);
        var known = ReceiverFile.flavours(seed);
        var model =
                known.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new BadPost(
                                        "--flavour: '"
                                                + name
                                                + "' is not known; one of "
                                                + known.stream()
                                                        .map(ReceiverModel::name)
                                                        .collect(Collectors.joining(", "))));
        add(
                model,
                equals < 0
                        ? next(model)
                        : after(address("--flavour", wanted.substring(equals + 1)), model));
    }

    private List<InetSocketAddress> next(ReceiverModel model) throws BadPost {
        return after(moved(first, OCTET * networks++), model);
    }

    /// One for each host; a port alone tells receivers apart where the address is not of this machine's own many.
    private static List<InetSocketAddress> after(InetSocketAddress first, ReceiverModel model)
            throws BadPost {
        var addresses = new ArrayList<InetSocketAddress>();
        int count = isOfMany(first) ? model.hosts() : 1;
        for (int i = 0; i < count; i++) {
            addresses.add(moved(first, i));
        }
        return addresses;
    }

    /// 127.0.0.0/8: every address is this machine's.
    private static boolean isOfMany(InetSocketAddress address) {
        var octets = address.getAddress().getAddress();
        return octets.length == 4 && octets[0] == 127;
    }

    private static InetSocketAddress moved(InetSocketAddress address, int by) throws BadPost {
        if (by == 0) {
            return address;
        }
        var octets = address.getAddress().getAddress();
        if (!isOfMany(address)) {
            throw new BadPost(
                    "--listen: "
                            + address.getAddress().getHostAddress()
                            + " is one address; for several receivers 127.0.10.1:2625 would be right, or --flavour NAME=ADDRESS:PORT for each");
        }
        int number = (octets[1] & 0xff) << 16 | (octets[2] & 0xff) << 8 | (octets[3] & 0xff);
        int next = number + by;
        if (next > 0xfffffe) {
            throw new BadPost("--listen: there are not so many addresses behind " + address);
        }
        octets[1] = (byte) (next >> 16);
        octets[2] = (byte) (next >> 8);
        octets[3] = (byte) next;
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), address.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    private void add(ReceiverModel model, List<InetSocketAddress> addresses) throws BadPost {
        var post = new Post(model, addresses);
        if (!domains.add(post.domain())) {
            throw new BadPost(
                    "two receivers are called '"
                            + model.name()
                            + "'; each needs a name of its own");
        }
        for (var address : addresses) {
            if (address.getPort() != 0 && !taken.add(address)) {
                throw new BadPost(
                        Post.written(address)
                                + " is wanted for two receivers; "
                                + model.name()
                                + " needs another address or port");
            }
        }
        posts.add(post);
    }

    private static InetSocketAddress address(String option, String text) throws BadPost {
        int colon = text.lastIndexOf(':');
        var port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new BadPost(
                    option + ": '" + text + "' is no ADDRESS:PORT; 127.0.1.1:2625 would be right");
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(port));
        } catch (UnknownHostException e) {
            throw new BadPost(option + ": '" + text + "' has no address");
        }
    }
}
