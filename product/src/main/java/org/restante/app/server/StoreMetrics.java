package org.restante.app.server;

import java.time.Duration;
import java.time.InstantSource;
import org.restante.app.metrics.Exposition;
import org.restante.record.store.StoreKeeper;
import org.restante.record.store.StoreTrouble;

/// The store's numbers, asked of its process when somebody looks.
public record StoreMetrics(StoreKeeper store, InstantSource clock) {
    /// A page of numbers is wanted within seconds; a store that is slower than that is told as down.
    private static final Duration BOUND = Duration.ofSeconds(2);

    public void write(Exposition page) {
        try {
            var standing = store.standing(BOUND);
            up(page, 1);
            var caughtUp = standing.caughtUp();
            page.gauge(
                            "restante_store_lag_seconds",
                            "Since the store had taken in all that happened")
                    .is(
                            caughtUp == null
                                    ? Double.NaN
                                    : Duration.between(caughtUp, clock.instant()).toMillis() / 1e3);
            page.gauge("restante_store_events", "Events in the store").is(standing.events());
            page.gauge("restante_store_bytes", "Octets of the store on disk").is(standing.octets());
            page.counter(
                            "restante_store_unreadable_total",
                            "Lines of the journal that were no events")
                    .is(standing.unreadable());
        } catch (StoreTrouble e) {
            up(page, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void up(Exposition page, int up) {
        page.gauge("restante_store_up", "1 while the store's process answers").is(up);
    }
}
