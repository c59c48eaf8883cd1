package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.restante.meaning.verdict.Verdict;

/// Streams that a site has refused for what they are (their domain, their campaign's content): held there on every source, half-open;
/// after a pause one message tries, and pauses double until one passes. Shared by all lanes; guarded by its map.
final class StreamHolds {
    private static final long FIRST = Duration.ofMinutes(5).toNanos();
    private static final long LONGEST = Duration.ofHours(1).toNanos();
    private static final int MOST = 100_000;

    private record Place(String site, String stream) {}

    /// @param until nobody goes before; who goes first after it pushes it on
    private record Hold(long until, long pause) {}

    private final Map<Place, Hold> holds = new ConcurrentHashMap<>();

    void refused(String site, String stream, Verdict verdict, long now) {
        if (holds.size() >= MOST) {
            holds.values().removeIf(hold -> now - hold.until() >= LONGEST);
        }
        if (holds.size() >= MOST) {
            return;
        }
        long asked = Math.max(nanos(verdict.retryAfter()), nanos(verdict.minimumPause()));
        holds.compute(
                new Place(site, stream),
                (place, before) -> {
                    long pause = before == null ? FIRST : Math.min(2 * before.pause(), LONGEST);
                    return new Hold(now + Math.max(pause, asked), pause);
                });
    }

    private static long nanos(@org.jspecify.annotations.Nullable Duration duration) {
        return duration == null ? 0 : duration.toNanos();
    }

    void passed(String site, String stream) {
        if (!holds.isEmpty()) {
            holds.remove(new Place(site, stream));
        }
    }

    /// How long the stream is held at the site yet; 0 when a message of it may leave now. Who is told 0 of a held stream tries for
    /// all, and the others wait a pause more.
    long heldFor(String site, String stream, long now) {
        if (holds.isEmpty()) {
            return 0;
        }
        var place = new Place(site, stream);
        var hold = holds.get(place);
        if (hold == null) {
            return 0;
        }
        long left = hold.until() - now;
        boolean goes =
                left <= 0 && holds.replace(place, hold, new Hold(now + hold.pause(), hold.pause()));
        return goes ? 0 : Math.max(left, 1);
    }
}
