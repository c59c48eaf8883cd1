package org.restante.protocol.tlspolicy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Counts sessions for the TLS reports of a day (RFC 8460 §4.3). Bounded; safe to share, guarded by its lock.
public final class TlsCounts {
    /// Which policy a session was held to.
    public enum PolicyKind {
        TLSA("tlsa"),
        STS("sts"),
        NO_POLICY_FOUND("no-policy-found");

        private final String word;

        PolicyKind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// @param domain the policy's: the recipient domain, or for DANE the host's
    public record Policy(PolicyKind kind, String domain) {}

    /// Absent parts are unknown.
    public record Detail(
            TlsResult result,
            @Nullable String sendingAddress,
            @Nullable String mxHost,
            @Nullable String mxAddress,
            @Nullable String reason) {}

    /// A policy's day.
    ///
    /// @param failures in all; those beyond the bound of details are only counted here
    public record Tally(Policy policy, long successes, long failures, Map<Detail, Long> details) {
        public Tally {
            details = Map.copyOf(details);
        }
    }

    private static final class Running {
        private long successes;
        private long failures;
        private final Map<Detail, Long> details = new LinkedHashMap<>();
    }

    private final int mostPolicies;
    private final int mostDetails;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Policy, Running> running = new LinkedHashMap<>();
    private long uncounted;

    /// @param mostPolicies beyond so many policies a day, sessions are not counted
    /// @param mostDetails so many kinds of failure are told apart for each
    public TlsCounts(int mostPolicies, int mostDetails) {
        this.mostPolicies = mostPolicies;
        this.mostDetails = mostDetails;
    }

    public void success(Policy policy) {
        count(policy, null);
    }

    public void failure(Policy policy, Detail detail) {
        count(policy, detail);
    }

    private void count(Policy policy, @Nullable Detail detail) {
        lock.lock();
        try {
            var counts = running.get(policy);
            if (counts == null) {
                if (running.size() >= mostPolicies) {
                    uncounted++;
                    return;
                }
                counts = new Running();
                running.put(policy, counts);
            }
            if (detail == null) {
                counts.successes++;
            } else {
                counts.failures++;
                if (counts.details.size() < mostDetails || counts.details.containsKey(detail)) {
                    counts.details.merge(detail, 1L, Long::sum);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Goes on from what was counted before a restart.
    public void restore(List<Tally> before) {
        lock.lock();
        try {
            for (var tally : before) {
                var counts = running.computeIfAbsent(tally.policy(), _ -> new Running());
                counts.successes += tally.successes();
                counts.failures += tally.failures();
                tally.details()
                        .forEach((detail, times) -> counts.details.merge(detail, times, Long::sum));
            }
        } finally {
            lock.unlock();
        }
    }

    /// The counts so far; counting goes on.
    public List<Tally> soFar() {
        lock.lock();
        try {
            return tallies(running);
        } finally {
            lock.unlock();
        }
    }

    private static List<Tally> tallies(Map<Policy, Running> counted) {
        var tallies = new ArrayList<Tally>();
        counted.forEach((policy, counts) ->
                tallies.add(new Tally(policy, counts.successes, counts.failures, counts.details)));
        return tallies;
    }

    /// The counts so far; counting begins anew. Asked for at each midnight UTC.
    public List<Tally> drain() {
        Map<Policy, Running> ended;
        lock.lock();
        try {
            ended = running;
            running = new LinkedHashMap<>();
            uncounted = 0;
        } finally {
            lock.unlock();
        }
        return tallies(ended);
    }

    /// Sessions since the last [#drain] that found no room.
    public long uncounted() {
        lock.lock();
        try {
            return uncounted;
        } finally {
            lock.unlock();
        }
    }
}
