package org.restante.app.identity;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.MailExchange;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;

/// Passes questions on, and hears which MX hosts domains have: no question is asked for its sake. Of a domain whose hosts change all the
/// time it tells once an hour. Shared.
public final class MxSets implements Resolver {
    private static final int MOST = 20_000;
    private static final long EACH = Duration.ofHours(1).toNanos();

    private final Resolver inner;
    private final LongSupplier ticker;

    /// @param told by the ticker; null for never
    private record Heard(Twice hosts, @Nullable Long told) {}

    private final Map<DnsName, Heard> heard =
            new LinkedHashMap<>(64, .75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<DnsName, Heard> eldest) {
                    return size() > MOST;
                }
            };

    private volatile Consumer<DnsChange> listener = _ -> {};

    /// @param ticker a monotonic clock in nanoseconds
    public MxSets(Resolver inner, LongSupplier ticker) {
        this.inner = inner;
        this.ticker = ticker;
    }

    /// Who is told from now on; is called by whoever asked, and must not wait.
    public void tell(Consumer<DnsChange> who) {
        listener = who;
    }

    /// Goes on with what another one heard, and tells whom that told.
    public void goOnWith(MxSets before) {
        synchronized (before.heard) {
            synchronized (heard) {
                heard.putAll(before.heard);
            }
        }
        listener = before.listener;
    }

    @Override
    public <T> Answer<T> ask(RecordType<T> type, DnsName name, Duration patience) {
        var answer = inner.ask(type, name, patience);
        if (type.equals(RecordType.MX)) {
            switch (answer) {
                case Answer.Found<T> found -> {
                    if (!found.stale()) {
                        saw(name, hosts(found));
                    }
                }
                case Answer.NoRecords<T> _, Answer.NoSuchName<T> _ -> saw(name, new TreeSet<>());
                case Answer.Failed<T> _ -> {}
            }
        }
        return answer;
    }

    private static TreeSet<String> hosts(Answer.Found<?> found) {
        var hosts = new TreeSet<String>();
        for (var record : found.records()) {
            if (record instanceof MailExchange mx) {
                hosts.add(mx.host().toString());
            }
        }
        return hosts;
    }

    private void saw(DnsName name, TreeSet<String> hosts) {
        DnsChange change = null;
        long now = ticker.getAsLong();
        synchronized (heard) {
            var before = heard.get(name);
            if (before == null) {
                heard.put(name, new Heard(Twice.of(hosts), null));
                return;
            }
            boolean isEarly = before.told() != null && now - before.told() < EACH;
            var next = before.hosts().heard(hosts);
            if (next.isInDoubt() || !isEarly) {
                change = before.hosts().change(DnsChange.MX + name, next).orElse(null);
                heard.put(
                        name, new Heard(next, change == null ? before.told() : Long.valueOf(now)));
            }
        }
        if (change != null) {
            listener.accept(change);
        }
    }
}
