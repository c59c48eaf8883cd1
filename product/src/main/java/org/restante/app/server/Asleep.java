package org.restante.app.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.restante.sending.pacing.LaneState;
import org.restante.sending.pacing.SiteState;

/// What was learnt of receivers and lanes that nobody uses now: for thirty days, and for so many of them, those used last. Guarded by its
/// owner.
final class Asleep {
    static final int MOST = 50_000;

    private record Key(String site, String source) {}

    /// @param at when it stood so, by the ticker
    private record Lane(LaneState state, long at, Instant used) {
        LaneState now(long now) {
            return state.aged((now - at) / 1e9);
        }
    }

    private final int most;
    private final Map<String, PaceFile.Of<SiteState>> sites;
    private final Map<Key, Lane> lanes = new HashMap<>();

    /// @param learnt as it stands now
    /// @param most receivers, and lanes
    Asleep(PaceFile.Learnt learnt, int most, long now) {
        this.most = most;
        sites = new HashMap<>(learnt.sites());
        learnt.lanes()
                .forEach((site, each) ->
                        each.forEach((source, of) ->
                                lanes.put(
                                        new Key(site, source),
                                        new Lane(of.state(), now, of.used()))));
    }

    void put(String site, SiteState state, Instant used) {
        sites.put(site, new PaceFile.Of<>(state, used));
    }

    void put(String site, String source, LaneState state, long now, Instant used) {
        lanes.put(new Key(site, source), new Lane(state, now, used));
    }

    /// It is in use from now on; null where nothing is known of it.
    @Nullable SiteState take(String site) {
        var of = sites.remove(site);
        return of == null ? null : of.state();
    }

    /// It is in use from now on; null where nothing is known of it.
    @Nullable LaneState take(String site, String source, long now) {
        var lane = lanes.remove(new Key(site, source));
        return lane == null ? null : lane.now(now);
    }

    List<String> sources(String site) {
        return lanes.keySet().stream()
                .filter(key -> key.site().equals(site))
                .map(Key::source)
                .toList();
    }

    int lanes() {
        return lanes.size();
    }

    /// Adds what it holds.
    void tell(PaceFile.Learnt to, long now) {
        to.sites().putAll(sites);
        lanes.forEach((key, lane) -> to.put(key.site(), key.source(), lane.now(now), lane.used()));
    }

    /// Forgets what is too old, and what is too many.
    void prune(Instant now) {
        var oldest = now.minus(PaceFile.GOOD_FOR);
        sites.values().removeIf(of -> of.used().isBefore(oldest));
        lanes.values().removeIf(lane -> lane.used().isBefore(oldest));
        cut(sites, PaceFile.Of::used);
        cut(lanes, Lane::used);
    }

    private <K, V> void cut(Map<K, V> all, Function<V, Instant> used) {
        if (all.size() <= most) {
            return;
        }
        var byAge = new ArrayList<>(all.entrySet());
        byAge.sort(Comparator.comparing(entry -> used.apply(entry.getValue())));
        byAge.subList(0, all.size() - most).stream()
                .map(Map.Entry::getKey)
                .toList()
                .forEach(all::remove);
    }
}
