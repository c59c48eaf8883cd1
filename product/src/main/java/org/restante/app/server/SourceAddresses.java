package org.restante.app.server;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.restante.app.config.ConfigFile;
import org.restante.app.config.Problem;
import org.restante.app.config.SourceSection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is doubtful about the sources' addresses: that may be meant, so the server starts all the same.
///
/// @param isOurs whether this machine can send from it now
public record SourceAddresses(ConfigFile file, Predicate<InetAddress> isOurs) {
    private static final Logger LOG = LoggerFactory.getLogger(SourceAddresses.class);

    /// Asks the system.
    public static SourceAddresses ofThisMachine(ConfigFile file) {
        return new SourceAddresses(file, SourceAddresses::canBind);
    }

    private static boolean canBind(InetAddress address) {
        try (var socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
            return socket.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    /// Has the server's log tell of them.
    public void warn() {
        doubts().forEach(one -> LOG.warn("{}", one));
    }

    public List<Problem> doubts() {
        List<Problem> doubts = new ArrayList<>();
        Map<InetAddress, String> seen = new HashMap<>();
        file.config()
                .source()
                .forEach((name, source) -> {
                    look(doubts, seen, name, "ipv4", source, source.ipv4());
                    look(doubts, seen, name, "ipv6", source, source.ipv6());
                });
        return doubts;
    }

    /// Of a source behind a proxy the address is the proxy's machine's.
    private void look(
            List<Problem> doubts,
            Map<InetAddress, String> seen,
            String name,
            String key,
            SourceSection source,
            Optional<InetAddress> address) {
        if (address.isEmpty()) {
            return;
        }
        var at = "source." + name + "." + key;
        var shown = address.get().getHostAddress();
        var other = seen.putIfAbsent(address.get(), name);
        if (other != null) {
            doubts.add(
                    file.problem(
                            at,
                            "is " + shown + ", the address of source " + other + " too",
                            "receivers count the two as one"));
        }
        if (source.egress().isEmpty() && !isOurs.test(address.get())) {
            doubts.add(
                    file.problem(
                            at,
                            "is " + shown + ", and this machine has no such address",
                            "no connection can leave from it"));
        }
    }
}
