package org.restante.sending.routing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.restante.dns.Answer;
import org.restante.dns.Families;
import org.restante.dns.MailExchange;

/// Goes through the hosts of a domain, the most preferred first, and keeps the addresses that mail can be sent to; pure.
final class HostSurvey {
    private final Ourselves ourselves;
    private final Families families;
    private final RoutingBounds bounds;
    private final boolean mayLoopback;
    private final int port;

    private final Map<Integer, List<MxHost>> groups = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private int addresses;
    private int ourPreference = Integer.MAX_VALUE;
    private boolean failed;
    private boolean otherFamily;
    private boolean found;
    private Duration ttl;

    HostSurvey(
            Ourselves ourselves,
            Families families,
            RoutingBounds bounds,
            boolean mayLoopback,
            int port,
            Duration ttl) {
        this.ourselves = ourselves;
        this.families = families;
        this.bounds = bounds;
        this.mayLoopback = mayLoopback;
        this.port = port;
        this.ttl = ttl;
    }

    /// Takes in what the DNS says of one host.
    void add(MailExchange mx, Answer<InetAddress> answer) {
        switch (answer) {
            case Answer.Found<InetAddress> found -> add(mx, found);
            case Answer.NoRecords<InetAddress> _ -> dead(mx, noAddress());
            case Answer.NoSuchName<InetAddress> _ -> dead(mx, noName(mx));
            case Answer.Failed<InetAddress>(_, var reason) -> {
                failed = true;
                dead(mx, "could not be looked up (" + reason + ")");
            }
        }
    }

    private String noAddress() {
        return switch (families) {
            case IPV4 -> "has no IPv4 address";
            case IPV6 -> "has no IPv6 address";
            case BOTH -> "has no address";
        };
    }

    private static String noName(MailExchange mx) {
        return mx.host().text().matches("[0-9.]+")
                ? "is an address, where a host name belongs"
                : "does not exist";
    }

    private void add(MailExchange mx, Answer.Found<InetAddress> found) {
        this.found = true;
        var usable = found.records().stream().filter(this::isUsable).distinct().toList();
        if (usable.stream().anyMatch(address -> ourselves.listensAt(address, port))) {
            ourPreference = Math.min(ourPreference, mx.preference());
            return;
        }
        if (usable.isEmpty()) {
            dead(
                    mx,
                    "has only addresses that are nobody's on the network, such as "
                            + found.records().getFirst().getHostAddress());
            return;
        }
        var allowed = usable.stream().filter(families::allows).toList();
        if (allowed.isEmpty()) {
            otherFamily = true;
            dead(mx, "has no address of a family that can be used from here");
            return;
        }
        keep(mx, found, allowed);
    }

    private void keep(MailExchange mx, Answer.Found<InetAddress> found, List<InetAddress> allowed) {
        int room = Math.min(bounds.addressesOfHost(), bounds.addresses() - addresses);
        if (room <= 0) {
            return;
        }
        if (!found.aliases().isEmpty()) {
            notes.add(
                    "The MX host "
                            + mx.host()
                            + " is an alias (CNAME), which RFC 2181 does not allow; it is followed.");
        }
        var kept = allowed.subList(0, Math.min(room, allowed.size()));
        addresses += kept.size();
        ttl = ttl.compareTo(found.ttl()) < 0 ? ttl : found.ttl();
        groups.computeIfAbsent(mx.preference(), _ -> new ArrayList<>())
                .add(new MxHost(mx.host().text(), found.owner().text(), kept, found.secure()));
    }

    private void dead(MailExchange mx, String why) {
        notes.add("The host " + mx.host() + " " + why + ".");
    }

    /// Addresses that no host on the network can have, and loopback where it is not meant.
    private boolean isUsable(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return mayLoopback;
        }
        int first = address.getAddress()[0] & 0xff;
        boolean reserved = address instanceof Inet4Address && (first == 0 || first >= 240);
        return !reserved
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !address.isLinkLocalAddress();
    }

    /// The hosts that are left, those that are not preferred to us cut off.
    List<Route.Group> groups() {
        return groups.entrySet().stream()
                .filter(group -> group.getKey() < ourPreference)
                .map(group -> new Route.Group(group.getKey(), group.getValue()))
                .toList();
    }

    boolean isCutAtUs() {
        return ourPreference < Integer.MAX_VALUE;
    }

    boolean hasFailed() {
        return failed;
    }

    boolean hasOtherFamily() {
        return otherFamily;
    }

    /// Whether the DNS says for certain that no host has an address at all.
    boolean hasNoAddress() {
        return !found && !failed;
    }

    Duration ttl() {
        return ttl;
    }

    List<String> notes() {
        return notes;
    }
}
