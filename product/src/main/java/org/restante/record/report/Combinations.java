package org.restante.record.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The combinations met so far as small numbers; shared by all threads and guarded by itself.
final class Combinations {
    private static final int CAPACITY = 400_000;

    final Names domains = new Names(300_000);
    final Names hosts = new Names(300_000);
    final Names sources = new Names(20_000);
    final Names pools = new Names(5_000);

    private final Places places;
    private final LongTable ids = new LongTable(64);
    private final List<Combination> all = new ArrayList<>();
    private int[] domainOf = new int[1024];

    Combinations(Places places) {
        this.places = places;
    }

    static long key(int domain, int host, int source, int pool) {
        long first = (long) domain << 32 | host;
        long second = (long) source << 32 | pool;
        return ByteHash.join(first + 1, second);
    }

    synchronized int id(long key, int domain, int host, int source, int pool) {
        int known = ids.get(key);
        if (known >= 0) {
            return known;
        }
        if (all.size() >= CAPACITY) {
            long folded = key(domain, Names.OTHERS, source, pool);
            if (folded != key) {
                return all.size() < 2 * CAPACITY
                        ? id(folded, domain, Names.OTHERS, source, pool)
                        : id(key(1, 1, 1, 1), 1, 1, 1, 1);
            }
        }
        int id = all.size();
        all.add(combination(domain, host, source, pool));
        if (id == domainOf.length) {
            domainOf = Arrays.copyOf(domainOf, id * 2);
        }
        domainOf[id] = domain;
        ids.put(key, id);
        return id;
    }

    private Combination combination(int domain, int host, int source, int pool) {
        var domainName = domains.name(domain);
        var hostName = known(hosts, host);
        var place = places.of(hostName, domainName);
        return new Combination(
                domainName,
                place.provider(),
                place.site(),
                hostName,
                known(sources, source),
                known(pools, pool));
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
