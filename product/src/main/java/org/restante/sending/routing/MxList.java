package org.restante.sending.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.random.RandomGenerator;
import org.restante.dns.MailExchange;

/// The MX records of a domain in the order of RFC 5321 §5.1; pure.
///
/// @param hosts the most preferred first, each host once
/// @param cutAtUs whether records were left out because they name us or are not preferred to us
/// @param notes oddities, for people
record MxList(List<MailExchange> hosts, boolean cutAtUs, List<String> notes) {
    MxList {
        hosts = List.copyOf(hosts);
        notes = List.copyOf(notes);
    }

    /// RFC 7505 §3: a single record that names the root.
    static boolean isNullMx(List<MailExchange> records) {
        return records.size() == 1 && records.getFirst().host().isRoot();
    }

    static MxList of(
            List<MailExchange> records,
            Ourselves ourselves,
            RandomGenerator random,
            RoutingBounds bounds) {
        var notes = new ArrayList<String>();
        var named = records.stream().filter(mx -> !mx.host().isRoot()).toList();
        if (named.size() < records.size()) {
            notes.add("A null MX stands beside other MX records and is passed over.");
        }
        var hosts = inOrder(named, random);
        var preferred = preferredToUs(hosts, ourselves);
        if (preferred.size() > bounds.hosts()) {
            notes.add(
                    "Of "
                            + preferred.size()
                            + " MX hosts the first "
                            + bounds.hosts()
                            + " are used.");
        }
        return new MxList(
                preferred.subList(0, Math.min(preferred.size(), bounds.hosts())),
                preferred.size() < hosts.size(),
                notes);
    }

    private static List<MailExchange> inOrder(List<MailExchange> records, RandomGenerator random) {
        var shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);
        shuffled.sort(Comparator.comparingInt(MailExchange::preference));
        var once = new LinkedHashMap<Object, MailExchange>();
        shuffled.forEach(mx -> once.putIfAbsent(mx.host(), mx));
        return List.copyOf(once.values());
    }

    /// Mail must not go to a host that is less preferred than we are, or as much: it would come back.
    private static List<MailExchange> preferredToUs(List<MailExchange> hosts, Ourselves ourselves) {
        var us =
                hosts.stream()
                        .filter(mx -> ourselves.isNamed(mx.host()))
                        .mapToInt(MailExchange::preference)
                        .min();
        return us.isEmpty()
                ? hosts
                : hosts.stream().filter(mx -> mx.preference() < us.getAsInt()).toList();
    }
}
