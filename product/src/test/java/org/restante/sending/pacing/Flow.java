package org.restante.sending.pacing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.restante.meaning.verdict.Verdict;

/// A lane with more mail than it can send, in virtual time, against a bucket of tokens that may open a box after some refusals. It
/// checks at each step what must always hold.
final class Flow {
    static final long SECOND = 1_000_000_000L;

    /// @param box seconds; 0 for none
    record Bucket(double perSecond, double size, int patience, double box, double latency) {}

    private record Flight(long startedAt, boolean sinceClosed, long endsAt, boolean isTaken) {}

    final Law law;
    private final Bucket bucket;
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(Comparator.comparingLong(Flight::endsAt));
    final List<String> violations = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    long now;
    int taken;
    int refused;
    private double tokens;
    private long filledAt;
    private int offences;
    private long boxedUntil;
    private int waiting;

    Flow(Bucket bucket, int waiting, ReceiverPrior prior, long seed) {
        this.bucket = bucket;
        this.waiting = waiting;
        tokens = bucket.size();
        law =
                new Law(
                        new Site(),
                        () -> LaneLimits.UNKNOWN,
                        prior,
                        Conduct.ACTS,
                        new SplittableRandom(seed));
    }

    private boolean takes() {
        tokens = Math.min(bucket.size(), tokens + Seconds.of(now - filledAt) * bucket.perSecond());
        filledAt = now;
        if (now < boxedUntil) {
            boxedUntil = now + Seconds.nanos(bucket.box());
            return false;
        }
        if (tokens >= 1) {
            tokens--;
            return true;
        }
        if (bucket.box() > 0 && ++offences >= bucket.patience()) {
            offences = 0;
            boxedUntil = now + Seconds.nanos(bucket.box());
        }
        return false;
    }

    /// @return the moment at which everything is sent, or `until`
    long run(long until) {
        while (now < until && (waiting > 0 || !flights.isEmpty())) {
            law.waiting(waiting);
            long next = flights.isEmpty() ? Long.MAX_VALUE : flights.peek().endsAt();
            boolean mayStart = waiting > 0 && flights.size() < law.connections(now);
            long due = mayStart ? Math.max(now, law.due(false, now)) : Long.MAX_VALUE;
            if (due <= next) {
                if (due == Long.MAX_VALUE) {
                    violations.add("nothing is ever due again");
                    return now;
                }
                now = due;
                start();
            } else {
                now = next;
                end(flights.remove());
            }
        }
        return now;
    }

    private void start() {
        boolean isClosed = law.closedUntil() != Long.MIN_VALUE;
        if (isClosed && now < law.closedUntil()) {
            violations.add("left at " + now + " though closed until " + law.closedUntil());
        }
        if (isClosed && flights.stream().anyMatch(Flight::sinceClosed)) {
            violations.add("two messages outstanding on a closed lane at " + now);
        }
        law.started(false, now);
        waiting--;
        flights.add(new Flight(now, isClosed, now + Seconds.nanos(bucket.latency()), takes()));
    }

    private void end(Flight flight) {
        if (flight.isTaken()) {
            taken++;
            law.passed(true, flight.startedAt(), now);
            return;
        }
        refused++;
        waiting++;
        Verdict verdict = Verdicts.TOO_FAST;
        var whom =
                law.refused(
                        new Refused(
                                verdict,
                                false,
                                flights.size() + 1,
                                0,
                                0,
                                false,
                                flight.startedAt()),
                        now);
        if (whom != Whom.LANE) {
            violations.add("a refused pace was held to be " + whom);
        }
        var decision = law.latest();
        if (decision != null) {
            said.add(decision.sentence());
        }
    }
}
