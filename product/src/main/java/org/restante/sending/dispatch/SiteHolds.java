package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Verdict;

/// What a site does not take for now while it takes other mail: streams that it has refused for what they are (their domain, their campaign's
/// content), and domains that ask for TLS its hosts do not have. They are held there on every source, half-open; after a pause one message
/// tries, and pauses double until one passes. Shared by all lanes; guarded by its map.
final class SiteHolds {
    private static final long FIRST = Duration.ofMinutes(5).toNanos();
    private static final long LONGEST = Duration.ofHours(1).toNanos();
    private static final int MOST = 100_000;

    private enum Of {
        STREAM,
        DOMAIN
    }

    private record Place(String site, Of of, String name) {}

    /// @param until nobody goes before; who goes first after it pushes it on
    /// @param isTried whether somebody has gone since it was last refused
    private record Hold(long until, long pause, boolean isTried) {}

    private final Map<Place, Hold> holds = new ConcurrentHashMap<>();

    /// The site refused the stream.
    void refused(String site, String stream, Verdict verdict, long now) {
        long asked = Math.max(nanos(verdict.retryAfter()), nanos(verdict.minimumPause()));
        hold(new Place(site, Of.STREAM, stream), asked, now);
    }

    /// No host of the site has the TLS that the domain asks for, or its operator does.
    void lacksTls(String site, String domain, long now) {
        hold(new Place(site, Of.DOMAIN, domain), 0, now);
    }

    private void hold(Place held, long asked, long now) {
        if (holds.size() >= MOST) {
            holds.values().removeIf(hold -> now - hold.until() >= LONGEST);
        }
        if (holds.size() >= MOST) {
            return;
        }
        holds.compute(
                held,
                (place, before) -> {
                    // What was under way beside the first is no further finding.
                    if (before != null && place.of() == Of.DOMAIN && !before.isTried()) {
                        return before;
                    }
                    long pause = before == null ? FIRST : Math.min(2 * before.pause(), LONGEST);
                    return new Hold(now + Math.max(pause, asked), pause, false);
                });
    }

    private static long nanos(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toNanos();
    }

    /// The site took mail of the stream.
    void passed(String site, String stream) {
        if (!holds.isEmpty()) {
            holds.remove(new Place(site, Of.STREAM, stream));
        }
    }

    /// A session with TLS as the domain asks for stood.
    void hasTls(String site, String domain) {
        if (!holds.isEmpty()) {
            holds.remove(new Place(site, Of.DOMAIN, domain));
        }
    }

    /// How long the mail is held at the site yet; 0 when a message of it may leave now. Who is told 0 of what is held tries for all,
    /// and the others wait a pause more.
    long heldFor(String site, String domain, String stream, long now) {
        if (holds.isEmpty()) {
            return 0;
        }
        var ofDomain = new Place(site, Of.DOMAIN, domain);
        var ofStream = new Place(site, Of.STREAM, stream);
        long left = Math.max(left(ofDomain, now), left(ofStream, now));
        return left > 0 || tries(ofDomain, now) && tries(ofStream, now) ? left : 1;
    }

    private long left(Place place, long now) {
        var hold = holds.get(place);
        return hold == null ? 0 : Math.max(0, hold.until() - now);
    }

    private boolean tries(Place place, long now) {
        var hold = holds.get(place);
        return hold == null
                || hold.until() - now <= 0
                        && holds.replace(
                                place, hold, new Hold(now + hold.pause(), hold.pause(), true));
    }
}
