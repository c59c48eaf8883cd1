package org.restante.sending.routing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.restante.mail.message.Domain;
import org.restante.mail.smtp.EnhancedStatusCode;

/// Where mail for a host goes, or why it goes nowhere.
public sealed interface Route {
    /// Hosts of equal preference.
    record Group(int preference, List<MxHost> hosts) {
        public Group {
            hosts = List.copyOf(hosts);
        }
    }

    /// There are hosts to try.
    ///
    /// @param site the hosts one operator runs (DESIGN: provider, registrable domain, or the fixed next hop itself)
    /// @param groups the most preferred first, at least one, each with at least one host
    /// @param secure whether the MX records, or for a host without them its name, were validated (DNSSEC)
    /// @param isFixed whether an operator's route names the next hop, so that the recipient domain's TLS policy says nothing of it
    /// @param ttl how long this holds
    /// @param notes oddities met on the way, for people
    record Reachable(
            String site,
            List<Group> groups,
            int port,
            Protocol protocol,
            boolean secure,
            boolean isFixed,
            Duration ttl,
            List<String> notes)
            implements Route {
        public Reachable {
            groups = List.copyOf(groups);
            notes = List.copyOf(notes);
        }

        public List<MxHost> hosts() {
            return groups.stream().flatMap(group -> group.hosts().stream()).toList();
        }

        /// Whether a connection to this host and address serves it.
        public boolean reaches(Target target) {
            return port == target.port()
                    && groups.stream()
                            .flatMap(group -> group.hosts().stream())
                            .anyMatch(host ->
                                    host.name().equals(target.host().name())
                                            && host.addresses().contains(target.address()));
        }

        /// The addresses in the order to try them for one session: groups by preference, hosts of one group in random order, so that
        /// they share the load evenly (RFC 5321 §5.1), a host's addresses in random order too, as they came from a cache, which
        /// has lost the order the DNS gave; IPv6 and IPv4 in turn, for one of the two may be broken as a whole.
        public List<Target> targets(RandomGenerator random) {
            return targetsByPreference(random).stream().flatMap(List::stream).toList();
        }

        /// The same, apart by preference.
        public List<List<Target>> targetsByPreference(RandomGenerator random) {
            var all = new ArrayList<List<Target>>();
            for (var group : groups) {
                var targets = new ArrayList<Target>();
                for (var host : shuffled(group.hosts(), random)) {
                    for (var address : inTurn(shuffled(host.addresses(), random))) {
                        targets.add(new Target(host, address, port));
                    }
                }
                all.add(targets);
            }
            return all;
        }

        private static <T> List<T> shuffled(List<T> list, RandomGenerator random) {
            var copy = new ArrayList<>(list);
            Collections.shuffle(copy, random);
            return copy;
        }

        private static List<InetAddress> inTurn(List<InetAddress> addresses) {
            boolean firstIsV4 = addresses.getFirst() instanceof Inet4Address;
            var first =
                    addresses.stream()
                            .filter(ip -> ip instanceof Inet4Address == firstIsV4)
                            .toList();
            var second =
                    addresses.stream()
                            .filter(ip -> ip instanceof Inet4Address != firstIsV4)
                            .toList();
            var mixed = new ArrayList<InetAddress>();
            for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
                mixed.addAll(
                        first.subList(Math.min(i, first.size()), Math.min(i + 1, first.size())));
                mixed.addAll(
                        second.subList(Math.min(i, second.size()), Math.min(i + 1, second.size())));
            }
            return mixed;
        }
    }

    /// The domain says that it takes no mail (RFC 7505); permanent.
    record NullMx(Domain domain) implements Route {
        public EnhancedStatusCode status() {
            return new EnhancedStatusCode(5, 1, 10);
        }

        public String sentence() {
            return domain + " says that it takes no mail (null MX).";
        }
    }

    /// There is no host to try, for good or for now.
    ///
    /// @param sentence for people
    record Unroutable(EnhancedStatusCode status, String sentence) implements Route {
        public boolean isPermanent() {
            return status.isPermanent();
        }
    }
}
