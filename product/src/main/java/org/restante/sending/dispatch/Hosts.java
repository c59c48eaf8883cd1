package org.restante.sending.dispatch;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Which hosts answer: one that does not is set aside for a while, longer each time; after it one session tries it, and the others
/// when that one was answered. Shared; guarded by its map.
public final class Hosts {
    private static final long FIRST = Duration.ofSeconds(60).toNanos();
    private static final int MOST_DOUBLINGS = 5;
    private static final int MOST = 100_000;

    private record Aside(long until, int times) {}

    private final Map<InetSocketAddress, Aside> aside = new ConcurrentHashMap<>();
    private final LongSupplier ticker;

    public Hosts(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /// Whether this session shall try the host; of a host set aside, one session a pause may see whether it is back.
    public boolean isWorthTrying(InetSocketAddress host) {
        var known = aside.get(host);
        if (known == null) {
            return true;
        }
        long now = ticker.getAsLong();
        var probed = new Aside(now + pause(known.times()), known.times());
        return now - known.until() >= 0 && aside.replace(host, known, probed);
    }

    public void failed(InetSocketAddress host) {
        long now = ticker.getAsLong();
        if (aside.size() >= MOST) {
            aside.values().removeIf(one -> now - one.until() >= 0);
        }
        aside.compute(
                host,
                (ignored, before) -> {
                    int times = before == null ? 0 : Math.min(before.times() + 1, MOST_DOUBLINGS);
                    return new Aside(now + pause(times), times);
                });
    }

    private static long pause(int times) {
        return FIRST << times;
    }

    public void answered(InetSocketAddress host) {
        if (!aside.isEmpty()) {
            aside.remove(host);
        }
    }
}
