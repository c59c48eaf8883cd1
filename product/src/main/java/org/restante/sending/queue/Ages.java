package org.restante.sending.queue;

import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// How old waiting mail is: recipients by the time since their message came in, in seconds. There are no more seconds than a message may wait, so what this
/// holds is bounded however much waits. For one thread.
public final class Ages {
    private final NavigableMap<Long, Long> bySeconds = new TreeMap<>();
    private long all;

    /// Counts one recipient; what came in the future, as after a clock was set back, is new.
    void add(Duration age) {
        bySeconds.merge(Math.max(0, age.toSeconds()), 1L, Long::sum);
        all++;
    }

    /// Empty where nobody waits.
    public Optional<Duration> oldest() {
        return all == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(bySeconds.lastKey()));
    }

    /// The age that this share of the recipients has not passed (nearest rank); empty where nobody waits.
    ///
    /// @param share above 0, at most 1
    public Optional<Duration> quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * all));
        long seen = 0;
        for (var one : bySeconds.entrySet()) {
            seen += one.getValue();
            if (seen >= rank) {
                return Optional.of(Duration.ofSeconds(one.getKey()));
            }
        }
        return Optional.empty();
    }

    /// Recipients of this age or older.
    public long from(Duration least) {
        return bySeconds.tailMap(least.toSeconds(), true).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
