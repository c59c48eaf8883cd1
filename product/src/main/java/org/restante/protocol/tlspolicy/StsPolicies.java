package org.restante.protocol.tlspolicy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;
import org.restante.dns.Text;
import org.restante.mail.message.Domain;

/// Finds and keeps the MTA-STS policies of domains (RFC 8461 §3.3, §5). A policy once had holds for its max_age, whatever the DNS or
/// the web server say or fail to say meanwhile: that is what it protects from. Safe to share; guarded by its lock, which is not held
/// while anything is waited for.
public final class StsPolicies {
    /// @param domains so many policies are kept, the least used forgotten first
    /// @param refresh a policy in use is fetched anew after this, at the latest at half its max_age
    /// @param again how long after a failed fetch the next is tried (RFC 8461 §3.3 asks for five minutes)
    public record Bounds(int domains, Duration refresh, Duration again) {
        public static Bounds usual() {
            return new Bounds(100_000, Duration.ofDays(1), Duration.ofMinutes(5));
        }
    }

    /// @param policy null when only a failed fetch is remembered
    /// @param id of the record that was last acted on
    private record Kept(
            @Nullable StsPolicy policy,
            String id,
            long until,
            long refreshAt,
            long tryAt,
            StsFinding.@Nullable Broken broken) {}

    private final Resolver resolver;
    private final StsFetcher fetcher;
    private final Bounds bounds;
    private final LongSupplier nanos;
    private final AtomicLong changes = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Domain, Kept> kept = new LinkedHashMap<>(256, 0.75f, true);

    /// @param nanos a monotonic ticker
    public StsPolicies(Resolver resolver, StsFetcher fetcher, Bounds bounds, LongSupplier nanos) {
        this.resolver = resolver;
        this.fetcher = fetcher;
        this.bounds = bounds;
        this.nanos = nanos;
    }

    /// What holds for mail to `domain`, the domain whose MX records are used.
    public StsFinding of(Domain domain, Duration patience) {
        long start = nanos.getAsLong();
        var known = known(domain, start);
        var record = record(domain, patience);
        if (record == null) {
            return known == null || known.policy() == null
                    ? new StsFinding.None("no MTA-STS record at _mta-sts." + domain)
                    : finding(known);
        }
        if (known != null && (start - known.tryAt() < 0 || isCurrent(known, record, start))) {
            return finding(known);
        }
        var left = patience.minusNanos(nanos.getAsLong() - start);
        return finding(fetched(domain, record, known, fetcher.fetch(domain, left)));
    }

    private static boolean isCurrent(Kept known, StsRecord record, long now) {
        return known.policy() != null
                && known.id().equals(record.id())
                && now - known.refreshAt() < 0;
    }

    /// A policy that is kept.
    ///
    /// @param id of the record it came with
    /// @param left how long it holds
    public record Had(Domain domain, StsPolicy policy, String id, Duration left) {}

    /// Puts a policy in that was kept over a restart.
    public void restore(Had had) {
        long now = nanos.getAsLong();
        keep(
                had.domain(),
                new Kept(
                        had.policy(),
                        had.id(),
                        now + had.left().toNanos(),
                        now + refresh(had.left()).toNanos(),
                        now,
                        null));
    }

    /// All policies that hold, the least used first.
    public List<Had> all() {
        long now = nanos.getAsLong();
        var all = new ArrayList<Had>();
        lock.lock();
        try {
            kept.forEach((domain, entry) -> {
                var policy = entry.policy();
                if (policy != null && entry.until() - now > 0) {
                    var left = Duration.ofNanos(entry.until() - now);
                    all.add(new Had(domain, policy, entry.id(), left));
                }
            });
        } finally {
            lock.unlock();
        }
        return all;
    }

    /// Grows whenever a policy is put in.
    public long changes() {
        return changes.get();
    }

    private @Nullable Kept known(Domain domain, long now) {
        lock.lock();
        try {
            var entry = kept.get(domain);
            if (entry == null || entry.until() - now > 0) {
                return entry;
            }
            kept.remove(domain);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void keep(Domain domain, Kept entry) {
        lock.lock();
        try {
            kept.put(domain, entry);
            if (entry.policy() != null) {
                changes.incrementAndGet();
            }
            while (kept.size() > bounds.domains()) {
                kept.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The one record there is (RFC 8461 §3.1: with several there is none); null when there is none or nobody can tell.
    private @Nullable StsRecord record(Domain domain, Duration patience) {
        var name = DnsName.of(domain).under("_mta-sts");
        if (name.isEmpty()
                || !(resolver.ask(RecordType.TXT, name.get(), patience)
                        instanceof Answer.Found<Text> found)) {
            return null;
        }
        List<String> meant =
                found.records().stream().map(Text::joined).filter(StsRecord::isMeant).toList();
        return meant.size() == 1 ? StsRecord.parse(meant.getFirst()).orElse(null) : null;
    }

    private Kept fetched(
            Domain domain, StsRecord record, @Nullable Kept known, StsFetcher.Fetched fetched) {
        long now = nanos.getAsLong();
        var entry =
                switch (fetched) {
                    case StsFetcher.Fetched.File(var text) ->
                            StsPolicy.parse(text)
                                    .map(policy -> fresh(policy, record, now))
                                    .orElseGet(() ->
                                            failed(
                                                    known,
                                                    now,
                                                    TlsResult.STS_POLICY_INVALID,
                                                    "the policy file of "
                                                            + domain
                                                            + " is not one"));
                    case StsFetcher.Fetched.Failed(var reason) ->
                            failed(
                                    known,
                                    now,
                                    TlsResult.STS_POLICY_FETCH_ERROR,
                                    "the policy file of "
                                            + domain
                                            + " could not be had: "
                                            + reason);
                };
        keep(domain, entry);
        return entry;
    }

    private Kept fresh(StsPolicy policy, StsRecord record, long now) {
        var age = policy.maxAge();
        return new Kept(
                policy, record.id(), now + age.toNanos(), now + refresh(age).toNanos(), now, null);
    }

    private Duration refresh(Duration age) {
        var half = age.dividedBy(2);
        return half.compareTo(bounds.refresh()) < 0 ? half : bounds.refresh();
    }

    /// What was known goes on to hold; the next fetch waits.
    private Kept failed(@Nullable Kept known, long now, TlsResult result, String why) {
        long again = now + bounds.again().toNanos();
        var broken = new StsFinding.Broken(result, why);
        return known == null || known.policy() == null
                ? new Kept(null, "", again, again, again, broken)
                : new Kept(known.policy(), known.id(), known.until(), again, again, broken);
    }

    private static StsFinding finding(Kept known) {
        var policy = known.policy();
        if (policy == null) {
            return known.broken() == null ? new StsFinding.None("no policy") : known.broken();
        }
        return policy.mode() == StsPolicy.Mode.NONE
                ? new StsFinding.None("the domain's MTA-STS policy is of mode none")
                : new StsFinding.Found(policy, known.id());
    }
}
