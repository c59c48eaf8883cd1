package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Domains whose way cannot be found for now: the DNS does not answer, or what it says is of no use today. That speaks of no recipient, so
/// mail keeps its place and its attempts, and the domain is asked for anew after a pause, longer each time. Guards itself.
///
/// @param <K> what was asked for
final class Unfound<K> {
    private static final long FIRST = Duration.ofMinutes(1).toNanos();
    private static final long LONGEST = Duration.ofMinutes(15).toNanos();
    private static final int MOST = 200_000;

    /// @param buckets whose mail waits for it
    private record Hold(long until, long pause, LastWord why, Set<Bucket> buckets) {}

    private final Map<K, Hold> holds = new HashMap<>();

    /// Whether the domain is left alone now; its bucket then waits.
    synchronized boolean waits(K asked, Bucket bucket, long now) {
        var hold = holds.get(asked);
        if (hold == null || hold.until() - now <= 0) {
            return false;
        }
        hold.buckets().add(bucket);
        return true;
    }

    /// It was not found; the bucket waits.
    ///
    /// @return for how long it is left alone from now on, in nanoseconds; empty where another has found that out already
    synchronized Optional<Long> failed(K asked, Bucket bucket, LastWord why, long now) {
        if (waits(asked, bucket, now)) {
            return Optional.empty();
        }
        if (holds.size() >= MOST) {
            holds.values().removeIf(hold -> hold.buckets().isEmpty());
        }
        var before = holds.get(asked);
        long pause = before == null ? FIRST : Math.min(2 * before.pause(), LONGEST);
        var buckets = before == null ? new LinkedHashSet<Bucket>() : before.buckets();
        buckets.add(bucket);
        holds.put(asked, new Hold(now + pause, pause, why, buckets));
        return Optional.of(pause);
    }

    synchronized void found(K asked) {
        if (!holds.isEmpty()) {
            holds.remove(asked);
        }
    }

    /// The pause is over: the buckets that waited, which wait no more.
    synchronized List<Bucket> over(K asked) {
        var hold = holds.get(asked);
        if (hold == null) {
            return List.of();
        }
        var buckets = List.copyOf(hold.buckets());
        hold.buckets().clear();
        return buckets;
    }

    /// All that waited, whose domains are asked for at once.
    synchronized List<Bucket> forget() {
        var all = holds.values().stream().flatMap(hold -> hold.buckets().stream()).toList();
        holds.clear();
        return all;
    }

    /// Why it is not found.
    synchronized Optional<LastWord> why(K asked) {
        return Optional.ofNullable(holds.get(asked)).map(Hold::why);
    }
}
