package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.restante.sending.dispatch.Way.Hop;

/// Which hosts answer: one that does not is set aside for a while, longer each time, and tried again after it. Shared; guarded by
/// its map.
final class Hosts {
    private static final long FIRST = Duration.ofSeconds(60).toNanos();
    private static final int MOST_DOUBLINGS = 5;
    private static final int MOST = 100_000;

    private record Aside(long until, int times) {}

    private final Map<Hop, Aside> aside = new ConcurrentHashMap<>();
    private final LongSupplier ticker;

    Hosts(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /// The hosts worth trying now, in order; all of them when every one is set aside.
    List<Hop> worthTrying(List<Hop> hops) {
        long now = ticker.getAsLong();
        var good = hops.stream().filter(hop -> !isAside(hop, now)).toList();
        return good.isEmpty() ? hops : good;
    }

    private boolean isAside(Hop hop, long now) {
        var one = aside.get(hop);
        return one != null && now < one.until();
    }

    void failed(Hop hop) {
        if (aside.size() >= MOST) {
            long now = ticker.getAsLong();
            aside.values().removeIf(one -> one.until() <= now);
        }
        aside.compute(
                hop,
                (ignored, before) -> {
                    int times = before == null ? 0 : Math.min(before.times() + 1, MOST_DOUBLINGS);
                    return new Aside(ticker.getAsLong() + (FIRST << times), times);
                });
    }

    void answered(Hop hop) {
        aside.remove(hop);
    }
}
