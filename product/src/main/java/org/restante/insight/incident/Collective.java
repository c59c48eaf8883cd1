package org.restante.insight.incident;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Standstills of one reason at several receivers: a source that gets through nowhere, or names that the DNS does not give. One thread's.
final class Collective {
    /// Of so many receivers.
    static final int LEAST = 3;

    /// And so many of those that were tried in the last hour.
    static final double MOST = .6;

    /// It is everywhere when it is at so many of them.
    private static final double EVERYWHERE = .85;

    private static final double OVER = .4;

    final String id;
    final Instant since;

    /// Receivers that stand still, by name.
    final Map<String, Streak> members = new LinkedHashMap<>();

    private @Nullable Streak latest;
    private @Nullable Instant ended;
    private int most;
    private boolean everywhere;

    Collective(String id, Instant since) {
        this.id = id;
        this.since = since;
    }

    void join(String party, Streak streak) {
        members.put(party, streak);
        most = Math.max(most, members.size());
    }

    /// It takes mail again.
    void leave(String party, Instant at) {
        var streak = members.remove(party);
        latest = streak == null ? latest : streak;
        ended = at;
    }

    /// What was seen of the one that left last.
    Streak latest() {
        return latest == null ? new Streak(since) : latest;
    }

    /// When the latest left.
    Instant ended(Instant now) {
        return ended == null ? now : ended;
    }

    /// @param tried receivers that were tried in the last hour
    void among(long tried) {
        everywhere |= members.size() >= LEAST + 1 && members.size() >= EVERYWHERE * tried;
    }

    boolean isEverywhere() {
        return everywhere;
    }

    /// Whether most have taken mail again; what is left of it are single troubles.
    boolean isOver() {
        return members.size() <= OVER * most;
    }

    @Nullable Streak sum() {
        return members.isEmpty() ? null : Streak.of(members.values());
    }

    /// By name.
    List<String> parties() {
        return members.keySet().stream().sorted().toList();
    }
}
