package org.restante.app.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.restante.dns.Families;
import org.restante.mail.message.Domain;
import org.restante.sending.dispatch.Way;

/// Which site the domains are of that the operator's limits name: a receiver counts by its hosts, and people name them by a domain. Found
/// out as mail for them is routed, and each quarter of an hour, since mail of a sibling domain may use the site first. Shared.
final class NamedSites implements AutoCloseable {
    private static final long EACH_MINUTES = 15;

    private final Supplier<Terms> terms;
    private final Map<String, String> sites = new ConcurrentHashMap<>();
    private final AtomicInteger version = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);

    NamedSites(Supplier<Terms> terms) {
        this.terms = terms;
    }

    void start() {
        Thread.ofVirtual()
                .name("named sites")
                .start(() -> {
                    try {
                        do {
                            look();
                        } while (!over.await(EACH_MINUTES, TimeUnit.MINUTES));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// Asks for all that are named, one after the other.
    void look() {
        var now = terms.get();
        for (var name : now.limits().names()) {
            if (over.getCount() == 0) {
                return;
            }
            if (Domain.of(name).filter(domain -> name.indexOf('.') > 0).isPresent()) {
                saw(name, now.ways().of(name, Families.BOTH));
            }
        }
    }

    /// A domain's way was found.
    void saw(String domain, Way way) {
        if (!(way instanceof Way.Open open)) {
            return;
        }
        for (var name : terms.get().limits().names()) {
            if (name.equalsIgnoreCase(domain)
                    && !open.site().equals(sites.put(name, open.site()))) {
                version.incrementAndGet();
            }
        }
    }

    /// Those that are of this site.
    Set<String> of(String site) {
        return sites.entrySet().stream()
                .filter(one -> one.getValue().equals(site))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// Changes when a domain is of another site.
    int version() {
        return version.get();
    }

    @Override
    public void close() {
        over.countDown();
    }
}
