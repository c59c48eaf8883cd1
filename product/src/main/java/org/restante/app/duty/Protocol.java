package org.restante.app.duty;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.response.Action;
import org.restante.insight.response.Recommendation;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.queue.Act;

/// Makes of a recommendation an act on lanes. It only ever holds lanes back; the law of pace goes on below it.
final class Protocol {
    /// A paused lane tries so many messages an hour, one at a time.
    private static final int CANARIES_AN_HOUR = 12;

    private static final Duration LEAST_MEASURED = Duration.ofMinutes(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(72);

    private Protocol() {}

    /// What would be done.
    ///
    /// @param act null when nothing would be
    /// @param lanes that it concerns, as they stand
    /// @param why in a sentence: what speaks for it, or what keeps it from being done
    record Proposal(Action action, int slowBy, @Nullable Act act, int lanes, String why) {
        /// In few words: `pause gmail from mta2`.
        String heading(IncidentScope scope) {
            return action.word()
                    + " "
                    + scope.words()
                    + (action == Action.SLOW ? " by " + slowBy + " %" : "");
        }
    }

    /// @param lanes as they stand
    /// @param lasts how long an act holds unless a rule demands longer
    static Proposal propose(
            Case one, Recommendation asked, List<LaneStanding> lanes, Instant now, Duration lasts) {
        var nothing = obstacle(one, asked);
        if (nothing != null) {
            return new Proposal(asked.action(), asked.slowBy(), null, 0, nothing);
        }
        var scope = one.incident().scope();
        var reach =
                new Act.Reach(
                        scope.provider() == null
                                ? Optional.ofNullable(scope.receiver())
                                : Optional.empty(),
                        Optional.ofNullable(scope.source()),
                        Optional.empty(),
                        Optional.ofNullable(scope.provider()));
        var meant = lanes.stream().filter(lane -> isMeant(reach, lane)).toList();
        return new Proposal(
                asked.action(),
                asked.slowBy(),
                asked.action() == Action.PAUSE
                        ? pause(asked, reach, now, lasts)
                        : slow(one, asked, reach, meant, now, lasts),
                meant.size(),
                asked.reason());
    }

    /// Why nothing is done, null when something is.
    private static @Nullable String obstacle(Case one, Recommendation asked) {
        var scope = one.incident().scope();
        if (asked.action() == Action.NOTHING || asked.action() == Action.OBSERVE) {
            return asked.reason();
        }
        if (!one.isOpen()) {
            return "the incident is over";
        }
        if (scope.receiver() == null) {
            return "it covers several receivers, and lanes are held back one receiver at a time";
        }
        if (scope.stream() != null) {
            return "it is about one stream, and a lane carries others too: hold the stream's mail";
        }
        if (scope.sender() != null) {
            return "it is about one sender, and a lane carries others too: hold the sender's mail";
        }
        if (scope.mxHost() != null) {
            return "it is about one host, and the server goes round it";
        }
        return null;
    }

    private static boolean isMeant(Act.Reach reach, LaneStanding lane) {
        return reach.provider().map(it -> it.equals(lane.provider())).orElse(true)
                && reach.site().map(it -> it.equals(lane.site())).orElse(true)
                && reach.source().map(it -> it.equals(lane.source())).orElse(true);
    }

    /// No mail at all as long as the receiver demands it, else one message at a time.
    private static Act pause(Recommendation asked, Act.Reach reach, Instant now, Duration lasts) {
        var least = asked.pauseAtLeast();
        if (least != null) {
            var pause = least.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : least;
            return new Act.Pause(reach, Optional.of(now.plus(pause)));
        }
        return new Act.Limit(
                reach,
                OptionalInt.of(1),
                OptionalInt.of(CANARIES_AN_HOUR),
                Optional.of(now.plus(lasts)));
    }

    private static Act slow(
            Case one,
            Recommendation asked,
            Act.Reach reach,
            List<LaneStanding> lanes,
            Instant now,
            Duration lasts) {
        int connections = lanes.stream().mapToInt(LaneStanding::connections).max().orElse(1);
        return new Act.Limit(
                reach,
                OptionalInt.of(less(connections, asked.slowBy())),
                asked.connectionsOnly()
                        ? OptionalInt.empty()
                        : OptionalInt.of(
                                less(
                                        perHour(one, now) / Math.max(1, lanes.size()),
                                        asked.slowBy())),
                Optional.of(now.plus(lasts)));
    }

    /// What was tried in an hour since the onset.
    private static double perHour(Case one, Instant now) {
        var measured = Duration.between(one.incident().since(), now);
        var hours = measured.compareTo(LEAST_MEASURED) < 0 ? LEAST_MEASURED : measured;
        return one.incident().attempts() * 3_600_000.0 / hours.toMillis();
    }

    private static int less(double before, int percent) {
        return (int) Math.max(1, Math.round(before * (100 - percent) / 100));
    }
}
