package org.restante.app.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.restante.sending.dispatch.Hops;
import org.restante.sending.reception.Keepsakes;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns of each source that steps in for a refused one, and puts it on record: once an hour for each site and pair.
final class HopRecord implements Hops {
    private static final Logger LOG = LoggerFactory.getLogger(HopRecord.class);
    private static final long EACH = Duration.ofHours(1).toNanos();
    private static final int MOST = 10_000;

    private record Hop(String site, String closed, String other) {}

    private final Keepsakes keepsakes;
    private final LongSupplier ticker;
    private final Map<Hop, Long> told = new ConcurrentHashMap<>();

    HopRecord(Keepsakes keepsakes, LongSupplier ticker) {
        this.keepsakes = keepsakes;
        this.ticker = ticker;
    }

    @Override
    public void stepsIn(Pool pool, String site, Source closed, Source other) {
        long now = ticker.getAsLong();
        if (told.size() >= MOST) {
            told.values().removeIf(at -> now - at >= EACH);
        }
        var hop = new Hop(site, closed.name(), other.name());
        var before = told.get(hop);
        boolean isNew =
                before == null
                        ? told.putIfAbsent(hop, now) == null
                        : now - before >= EACH && told.replace(hop, before, now);
        if (isNew) {
            var words =
                    site
                            + " has refused the source "
                            + closed.name()
                            + "; its mail goes by "
                            + other.name()
                            + ", as the pool "
                            + pool.name()
                            + " allows. Receivers take this for evasion.";
            LOG.warn("{}", words);
            keepsakes.keep("hop", null, "source-steps-in", "pool " + pool.name(), words);
        }
    }
}
