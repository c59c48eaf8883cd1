package org.restante.insight.casefile;

import java.time.Duration;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.Severity;
import org.restante.insight.response.Observation;
import org.restante.insight.response.Recommendation;
import org.restante.insight.response.ResponseTable;
import org.restante.insight.response.Stair;
import org.restante.meaning.verdict.NextStep;

/// Notes for a ticket: what, how sure, what to do, what would change one's mind.
record Ticket(Incident incident, CaseFacts facts) {
    private static final int SOME = 8;

    String text() {
        var asked = recommendation();
        var lines =
                new Lines()
                        .line(incident.headline())
                        .line()
                        .fact("Incident", incident.id())
                        .time("Since", incident.since())
                        .fact(
                                "Until",
                                incident.until() == null
                                        ? "still open"
                                        : Lines.minute(incident.until()))
                        .fact("Severity", incident.severity().word())
                        .all("Affected domains", facts.recipientDomains(), SOME)
                        .reply("Reply", facts.reply())
                        .line();
        if (isOver()) {
            lines.line(
                    "Over: nothing needs to be stopped now; what stands below is for when it comes back.");
        }
        lines.fact("Protocol", (isWeaker(asked) ? "asks for less: " : "") + asked.reason());
        if (!isWeaker(asked)) {
            actions(lines, asked);
        }
        incident.steps().forEach(s -> act(lines, s));
        if (asked.stair() != null && !isReassuring(asked.stair())) {
            lines.fact("Lasting", asked.stair().step());
        }
        asked.look().forEach(l -> lines.fact("Look at", l));
        for (var other : incident.alternatives()) {
            lines.fact(
                    "Or else",
                    "%s (%s): %s"
                            .formatted(
                                    other.diagnosis().word(),
                                    Lines.percent(other.confidence()),
                                    other.toTellApart()));
        }
        facts.changes().forEach(c -> lines.fact("Changed " + Lines.minute(c.at()), c.what()));
        return lines.fact("Review", review(asked)).toString();
    }

    private Recommendation recommendation() {
        var now = facts.last() == null ? incident.since() : facts.last();
        var pause =
                facts.minimumPauseHours() == 0 ? null : Duration.ofHours(facts.minimumPauseHours());
        return ResponseTable.defaults()
                .recommend(
                        Observation.of(
                                incident, now, pause, pause == null ? 0 : incident.refusals()));
    }

    private boolean isOver() {
        return incident.until() != null;
    }

    /// Whether the diagnosis asks for more than the protocol does by its table: then that is what is to be done.
    private boolean isWeaker(Recommendation asked) {
        return incident.severity().compareTo(asked.severity()) > 0;
    }

    /// To keep watching is no advice where something is to be done, nor where the receiver refuses for good.
    private boolean isReassuring(Stair stair) {
        boolean forGood = facts.reply() != null && facts.reply().startsWith("5");
        return stair.next().contains(NextStep.RETRY)
                && (forGood || isOver() || incident.severity() != Severity.OBSERVE);
    }

    private void act(Lines lines, String what) {
        lines.fact(isOver() ? "If it comes back" : "Action", what);
    }

    private void actions(Lines lines, Recommendation asked) {
        switch (asked.action()) {
            case NOTHING, OBSERVE -> {
                if (!isOver()) {
                    act(lines, "no change; keep watching");
                }
            }
            case SLOW ->
                    act(
                            lines,
                            asked.connectionsOnly()
                                    ? "open %d %% fewer connections".formatted(asked.slowBy())
                                    : "lower concurrency and rate by %d %%"
                                            .formatted(asked.slowBy()));
            case PAUSE -> {
                act(lines, "pause bulk mail in this scope; one message at a time as a trial");
                act(
                        lines,
                        asked.pauseAtLeast() == null
                                ? "transactional mail may go on alone"
                                : "no trial before %d hours have passed"
                                        .formatted(asked.pauseAtLeast().toHours()));
            }
        }
        if (asked.retryAtLeast() != null) {
            act(
                    lines,
                    "retry at most every %d minutes".formatted(asked.retryAtLeast().toMinutes()));
        }
    }

    private String review(Recommendation asked) {
        if (isOver()) {
            return "when it comes back";
        }
        return switch (isWeaker(asked) ? incident.severity() : asked.severity()) {
            case OBSERVE -> "tomorrow, or when it grows";
            case THROTTLE -> "in two hours";
            case PAUSE -> "in two hours, and before sending is resumed";
        };
    }
}
