package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.pacing.Decision;
import org.restante.sending.routing.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a lane remembers for people: what came of its mail since the server began, the last refusal, the pace's last step. Counting is
/// for any thread, the rest guarded by the lane's lock.
final class LaneRecord {
    private static final Logger LOG = LoggerFactory.getLogger(LaneRecord.class);

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final String site;
    private final Source source;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder bounced = new LongAdder();
    private @Nullable Refusal lastRefusal;
    private @Nullable Decision told;

    /// @param at by the ticker
    private record Refusal(Verdict verdict, String text, long at) {}

    LaneRecord(String site, Source source) {
        this.site = site;
        this.source = source;
    }

    void count(List<Settled> settled) {
        for (var one : settled) {
            var verdict = one.verdict();
            if (verdict == null) {
                delivered.increment();
            } else if (verdict.effective() == Permanence.PERMANENT) {
                bounced.increment();
            } else {
                deferred.increment();
            }
        }
    }

    void refused(Verdict verdict, String text, long now) {
        lastRefusal = new Refusal(verdict, text, now);
    }

    /// Each automatic act is told once, with its reason; the same again within a minute is none.
    ///
    /// @return what was not told before; null without any
    @Nullable Decision news(@Nullable Decision latest) {
        var before = told;
        if (latest == null || latest == before) {
            return null;
        }
        told = latest;
        if (before != null
                && latest.sentence().equals(before.sentence())
                && latest.at() - before.at() < AGAIN.toNanos()) {
            return null;
        }
        LOG.info("lane {}@{}: {}", site, source.name(), latest.sentence());
        return latest;
    }

    LaneStanding.@Nullable Refusal lastRefusal(long now) {
        var refusal = lastRefusal;
        return refusal == null
                ? null
                : new LaneStanding.Refusal(
                        refusal.text(), refusal.verdict(), Duration.ofNanos(now - refusal.at()));
    }

    static LaneStanding.@Nullable Step step(@Nullable Decision latest, long now) {
        return latest == null
                ? null
                : new LaneStanding.Step(latest.sentence(), Duration.ofNanos(now - latest.at()));
    }

    LaneStanding.Counts counts() {
        return new LaneStanding.Counts(delivered.sum(), deferred.sum(), bounced.sum());
    }
}
