package org.restante.record.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The combinations met so far as small numbers; shared by all threads and guarded by itself.
final class Combinations {
    /// So many are told apart; from there on hosts are not, and from twice as many on nothing is.
    static final int CAPACITY = 400_000;

    final Names domains = new Names(300_000);
    final Names hosts = new Names(300_000);
    final Names sources = new Names(20_000);
    final Names pools = new Names(5_000);

    private final Places places;
    private final LongTable ids = new LongTable(64);
    private final List<Combination> all = new ArrayList<>();
    private int[] domainOf = new int[1024];
    private int[] hostOf = new int[1024];
    private int[] egressOf = new int[1024];
    private final Map<Egress, Integer> egressIds = new HashMap<>();
    private final List<Egress> egresses = new ArrayList<>();

    Combinations(Places places) {
        this.places = places;
        // What comes when there is no room left has its number before.
        number(Egress.UNKNOWN);
    }

    private static long key(int domain, int host, int egress) {
        return ByteHash.join(((long) domain << 32 | host) + 1, egress);
    }

    synchronized int id(int domain, int host, Egress egress) {
        return id(domain, host, number(egress));
    }

    /// The same as another combination, from another source or pool of ours.
    synchronized int from(Egress egress, int id) {
        return id(domainOf[id], hostOf[id], number(egress));
    }

    synchronized Egress egress(int id) {
        return egresses.get(egressOf[id]);
    }

    /// The same combination, from the address that its source's name stands for.
    int known(int id, SourceAddresses addresses) {
        var egress = egress(id);
        var known = addresses.known(egress);
        return known.equals(egress) ? id : from(known, id);
    }

    private int number(Egress egress) {
        var known = egressIds.get(egress);
        if (known != null) {
            return known;
        }
        if (egresses.size() >= CAPACITY) {
            return number(Egress.UNKNOWN);
        }
        egressIds.put(egress, egresses.size());
        egresses.add(egress);
        return egresses.size() - 1;
    }

    private int id(int domain, int host, int egress) {
        long key = key(domain, host, egress);
        int known = ids.get(key);
        if (known >= 0) {
            return known;
        }
        if (all.size() >= 2 * CAPACITY) {
            int rest = number(Egress.OTHERS);
            if (domain != Names.OTHERS || host != Names.OTHERS || egress != rest) {
                return id(Names.OTHERS, Names.OTHERS, rest);
            }
        } else if (all.size() >= CAPACITY && host != Names.OTHERS) {
            return id(domain, Names.OTHERS, egress);
        }
        int id = all.size();
        all.add(combination(domain, host, egresses.get(egress)));
        if (id == domainOf.length) {
            domainOf = Arrays.copyOf(domainOf, id * 2);
            hostOf = Arrays.copyOf(hostOf, id * 2);
            egressOf = Arrays.copyOf(egressOf, id * 2);
        }
        domainOf[id] = domain;
        hostOf[id] = host;
        egressOf[id] = egress;
        ids.put(key, id);
        return id;
    }

    private Combination combination(int domain, int host, Egress egress) {
        var domainName = domains.name(domain);
        var hostName = known(hosts, host);
        var place = places.of(hostName, domainName);
        return new Combination(
                domainName,
                place.provider(),
                place.site(),
                hostName,
                known(sources, egress.source()),
                known(pools, egress.pool()));
    }

    private static @Nullable String known(Names names, int id) {
        return id == Names.UNKNOWN ? null : names.name(id);
    }

    synchronized Combination get(int id) {
        return all.get(id);
    }

    /// The number of the recipient domain.
    synchronized int domainNumber(int id) {
        return domainOf[id];
    }

    synchronized int size() {
        return all.size();
    }
}
