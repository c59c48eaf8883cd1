package org.restante.insight.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.IncidentChange.What;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// Finds receivers that take less than they took, so that mail waits.
///
/// A server that finds its pace is refused a few times and then no more: mail waits instead, and [IncidentScan] has next to nothing to
/// count. Which stream those refusals met says nothing either, for what is urgent goes first where there is room for little. So here the pace
/// counts: refusals that closed lanes, at [#SESSIONS] connections in [#SOON], and after them less than [#LESS] of what was taken a minute before, while
/// mail waits for [#LONG] and did not before; or, while refusals go on, less than [#HALF], for where only urgent mail gets through none is
/// seen to wait. It is over when nobody is refused for [#QUIET] and mail waits no longer.
///
/// Mail that waited before the first refusal has another reason: what an outage leaves behind comes too fast, and is no lower limit. Only
/// where it was taken at a steady pace for long does less than [#HALF] of that tell.
///
/// One thread's.
public final class Throttlings {
    static final int SESSIONS = 4;
    static final double LESS = .75;
    static final double HALF = .5;
    private static final Duration GOING_ON = Duration.ofMinutes(2);
    static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration SHORT = Duration.ofSeconds(30);
    static final Duration QUIET = Duration.ofMinutes(15);

    static final Duration SOON = Duration.ofMinutes(10);

    private static final double LEAST_MINUTES = 2;
    private static final int LATELY = 5;

    /// So many would have been taken, at least.
    private static final int ENOUGH = 20;

    private static final int MOST_PARTIES = 2_048;
    private static final int MOST_OPEN = 24;

    private final Map<String, Flow> flows =
            new LinkedHashMap<>(64, .75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Flow> eldest) {
                    return size() > MOST_PARTIES;
                }
            };

    /// One that was accepted.
    ///
    /// @param wait since it was queued; null where something else had put it off
    public void took(Instant at, Cell cell, @Nullable Duration wait) {
        flow(at, cell).take(at, wait);
    }

    /// One refusal that closed its lane.
    ///
    /// @param reply as for [IncidentScan#count]
    /// @param session 0 when unknown
    public void closed(
            Instant at, Cell cell, @Nullable Stage stage, Cause cause, int reply, long session) {
        var family = Family.of(cause);
        if (family == Family.RATE || family == Family.CONNECTIONS) {
            flow(at, cell).refuse(at, cause, stage, reply, session);
        }
    }

    private Flow flow(Instant at, Cell cell) {
        return flows.computeIfAbsent(cell.party(), _ -> new Flow(cell, at));
    }

    /// All attempts up to now are in.
    ///
    /// @return what opened or closed
    public List<IncidentChange> passed(Instant now) {
        var changes = new ArrayList<IncidentChange>();
        for (var flow : List.copyOf(flows.values())) {
            var refusals = flow.refusals;
            if (refusals == null) {
                continue;
            }
            if (flow.isOpen) {
                if (isOver(flow, refusals, now)) {
                    changes.add(
                            new IncidentChange(
                                    What.CLOSED, now, incident(flow, refusals, now, now)));
                    flow.forgetRefusals();
                }
            } else if (refusals.since.plus(SOON).isBefore(now)) {
                flow.forgetRefusals();
            } else if (isSlower(flow, refusals, now) && hasRoom()) {
                flow.isOpen = true;
                changes.add(
                        new IncidentChange(What.OPENED, now, incident(flow, refusals, now, null)));
            }
        }
        return changes;
    }

    private boolean hasRoom() {
        return flows.values().stream().filter(it -> it.isOpen).count() < MOST_OPEN;
    }

    private static boolean isSlower(Flow flow, Streak refusals, Instant now) {
        double minutes = flow.minutesSince(now);
        return refusals.sessions >= SESSIONS
                && minutes >= LEAST_MINUTES
                && flow.usual * Math.min(LATELY, minutes) >= ENOUGH
                && (waitsNow(flow, now) && isSlow(flow, LESS, now)
                        || (!waited(flow) || flow.wasSteady)
                                && isSlow(flow, HALF, now)
                                && !refusals.last.plus(GOING_ON).isBefore(now));
    }

    private static boolean waitsNow(Flow flow, Instant now) {
        return !waited(flow) && flow.wait(now, 1) >= LONG.toSeconds();
    }

    /// Whether mail waited before the first refusal.
    private static boolean waited(Flow flow) {
        return !(flow.usualWait <= SHORT.toSeconds());
    }

    private static boolean isSlow(Flow flow, double part, Instant now) {
        return flow.pace(now) <= part * flow.usual;
    }

    /// Mail that nobody tries says nothing: it is over then, too.
    private static boolean isOver(Flow flow, Streak refusals, Instant now) {
        double wait = flow.wait(now, LATELY);
        return refusals.last.plus(QUIET).isBefore(now)
                && (Double.isNaN(wait) || wait <= LONG.toSeconds());
    }

    private static Incident incident(
            Flow flow, Streak refusals, Instant now, @Nullable Instant until) {
        var shape = new Shape(Shape.Span.ONE, false, false, false, true, true);
        var opinion = Opinion.of(refusals.mixture(), shape, 1);
        var likely = opinion.first();
        var diagnosis = likely.signature().diagnosis();
        var advice = Advice.on(diagnosis);
        long attempts = refusals.refusals + flow.takenSince;
        return new Incident(
                new Place(flow.cell.party(), null, null).id(refusals),
                refusals.since,
                until,
                new IncidentScope(
                        flow.cell.provider(),
                        flow.cell.provider() == null ? flow.cell.site() : null,
                        null,
                        null,
                        null,
                        refusals.stage(),
                        List.of(flow.cell.party())),
                refusals.cause(),
                diagnosis,
                likely.probability(),
                (double) refusals.refusals / attempts,
                0,
                attempts,
                refusals.refusals,
                Severity.THROTTLE,
                evidence(flow, refusals, attempts, now),
                opinion.alternatives(1),
                advice.next(),
                advice.steps());
    }

    private static List<Evidence> evidence(Flow flow, Streak refusals, long attempts, Instant now) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(new Evidence.Onset(refusals.since, false));
        evidence.add(new Evidence.Inside(refusals.refusals, attempts));
        double wait = flow.wait(now, 1);
        if (!Double.isNaN(wait)) {
            evidence.add(new Evidence.Slowed(flow.pace(now), flow.usual, wait));
        }
        evidence.add(refusals.causesTold());
        var said = refusals.said();
        if (said != null) {
            evidence.add(said);
        }
        return evidence;
    }

    /// Those that are open, as they are now.
    public List<Incident> open(Instant now) {
        var open = new ArrayList<Incident>();
        for (var flow : flows.values()) {
            if (flow.isOpen && flow.refusals != null) {
                open.add(incident(flow, flow.refusals, now, null));
            }
        }
        return open;
    }
}
