package org.restante.record.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.QueueListing;
import org.restante.record.report.Backlog.By;

/// Counts what queue listings say waits, by provider and by recipient domain. Memory is bounded: beyond [#CAPACITY] domains
/// the rest is counted together.
public final class ListedBacklog implements Consumer<QueueListing.Entry> {
    static final int CAPACITY = 100_000;

    private final Places places;
    private final Map<String, Waiting> domains = new HashMap<>();
    private final Map<String, Waiting> providers = new HashMap<>();

    private static final class Waiting {
        private final String provider;
        private long recipients;
        private @Nullable Instant oldest;

        Waiting(String provider) {
            this.provider = provider;
        }

        void add(long count, @Nullable Instant arrived) {
            recipients += count;
            if (arrived != null && (oldest == null || arrived.isBefore(oldest))) {
                oldest = arrived;
            }
        }
    }

    public ListedBacklog(Places places) {
        this.places = places;
    }

    @Override
    public void accept(QueueListing.Entry entry) {
        var waiting = domain(entry);
        waiting.add(entry.count(), entry.arrived());
        providers
                .computeIfAbsent(waiting.provider, Waiting::new)
                .add(entry.count(), entry.arrived());
    }

    /// The provider of a domain is told once, by the MX host that the first reason names, or by the domain.
    private Waiting domain(QueueListing.Entry entry) {
        var domain = entry.recipientDomain().isEmpty() ? TableRow.UNKNOWN : entry.recipientDomain();
        var known = domains.get(domain);
        if (known != null) {
            return known;
        }
        if (domains.size() >= CAPACITY) {
            return domains.computeIfAbsent(
                    TableRow.OTHERS, ignored -> new Waiting(TableRow.UNKNOWN));
        }
        var fresh = new Waiting(provider(entry));
        domains.put(domain, fresh);
        return fresh;
    }

    private String provider(QueueListing.Entry entry) {
        if (entry.recipientDomain().isEmpty()) {
            return TableRow.UNKNOWN;
        }
        var provider = places.of(entry.mxHost(), entry.recipientDomain()).provider();
        return provider == null ? TableRow.UNKNOWN : provider;
    }

    /// Providers, then domains, those with most waiting first; what is beyond `top` of either is one last row.
    public List<Backlog> backlog(int top) {
        var rows = new ArrayList<Backlog>();
        rows(rows, By.PROVIDER, providers, top);
        rows(rows, By.DOMAIN, domains, top);
        return rows;
    }

    private static void rows(List<Backlog> rows, By by, Map<String, Waiting> all, int top) {
        var others = new Waiting(TableRow.OTHERS);
        var order =
                all.entrySet().stream()
                        .sorted(
                                Comparator.<Map.Entry<String, Waiting>>comparingLong(
                                                e -> -e.getValue().recipients)
                                        .thenComparing(Map.Entry::getKey))
                        .toList();
        int shown = 0;
        for (var entry : order) {
            var waiting = entry.getValue();
            if (shown < top && !entry.getKey().equals(TableRow.OTHERS)) {
                rows.add(row(by, entry.getKey(), waiting));
                shown++;
            } else {
                others.add(waiting.recipients, waiting.oldest);
            }
        }
        if (others.recipients > 0) {
            rows.add(row(by, TableRow.OTHERS, others));
        }
    }

    private static Backlog row(By by, String key, Waiting waiting) {
        return new Backlog(by, key, waiting.recipients, null, waiting.oldest, true);
    }
}
