package org.restante.insight.incident;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// Refusals without one acceptance between them, at one lane or MX host. One thread's.
final class Streak {
    private static final int REPLIES = 32;

    final Instant since;
    Instant last;

    /// Between the last refusal and the one before.
    Duration gap = Duration.ZERO;

    /// Connections; many refusals at one are one.
    long sessions;

    long refusals;

    /// Whether one of them closed the lane.
    boolean closedLane;

    private long lastSession;

    /// Ours that were refused.
    final Set<String> sources = new HashSet<>();

    final Map<Cause, Long> causes = new LinkedHashMap<>();
    final Map<Stage, Long> stages = new LinkedHashMap<>();
    private final double[] symptoms = new double[Symptom.COUNT];
    private final Map<Integer, Long> replies = new LinkedHashMap<>();
    private int firstReply = -1;
    private int lastReply = -1;

    /// Taken since the last refusal, and when the first of them was.
    long accepted;

    @Nullable Instant firstAccepted;

    Streak(Instant since) {
        this.since = since;
        last = since;
    }

    /// Several, as though they were one.
    static Streak of(Collection<Streak> parts) {
        var whole =
                new Streak(parts.stream().map(it -> it.since).min(naturalOrder()).orElseThrow());
        for (var part : parts) {
            whole.add(part);
        }
        return whole;
    }

    private void add(Streak part) {
        last = part.last.isAfter(last) ? part.last : last;
        sessions += part.sessions;
        refusals += part.refusals;
        sources.addAll(part.sources);
        part.causes.forEach((cause, count) -> causes.merge(cause, count, Long::sum));
        part.stages.forEach((stage, count) -> stages.merge(stage, count, Long::sum));
        part.replies.forEach((reply, count) -> replies.merge(reply, count, Long::sum));
        for (int i = 0; i < symptoms.length; i++) {
            symptoms[i] += part.symptoms[i];
        }
        firstReply = firstReply < 0 ? part.firstReply : firstReply;
        lastReply = part.lastReply < 0 ? lastReply : part.lastReply;
    }

    void refused(Instant at, Cause cause, @Nullable Stage stage, int reply, long session) {
        gap = Duration.between(last, at);
        last = at;
        refusals++;
        if (session == 0 || session != lastSession) {
            sessions++;
            lastSession = session;
        }
        accepted = 0;
        firstAccepted = null;
        causes.merge(cause, 1L, Long::sum);
        if (stage != null) {
            stages.merge(stage, 1L, Long::sum);
        }
        symptoms[Symptom.of(cause, stage).ordinal()]++;
        if (reply >= 0 && (replies.size() < REPLIES || replies.containsKey(reply))) {
            replies.merge(reply, 1L, Long::sum);
            firstReply = firstReply < 0 ? reply : firstReply;
            lastReply = reply;
        }
    }

    void accepted(Instant at) {
        accepted++;
        firstAccepted = firstAccepted == null ? at : firstAccepted;
    }

    /// Share of the refusals that shows each symptom.
    double[] mixture() {
        var mixture = symptoms.clone();
        for (int i = 0; i < mixture.length; i++) {
            mixture[i] /= Math.max(1, refusals);
        }
        return mixture;
    }

    Cause cause() {
        return mostOf(causes);
    }

    private static <T> T mostOf(Map<T, Long> counts) {
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    /// The one at which nine in ten came, null when there is none.
    @Nullable Stage stage() {
        if (stages.isEmpty()) {
            return null;
        }
        var most = mostOf(stages);
        return stages.getOrDefault(most, 0L) * 10 >= refusals * 9 ? most : null;
    }

    @Nullable Evidence said() {
        return firstReply < 0 ? null : new Evidence.Replies(firstReply, lastReply, frequent());
    }

    private List<Integer> frequent() {
        return replies.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
                .limit(5)
                .map(Map.Entry::getKey)
                .toList();
    }

    Evidence causesTold() {
        return new Evidence.Causes(
                causes.entrySet().stream()
                        .sorted(Map.Entry.<Cause, Long>comparingByValue().reversed())
                        .map(it -> new Evidence.CauseCount(it.getKey(), it.getValue()))
                        .toList());
    }
}
