package org.restante.insight.casefile;

import java.time.Duration;
import org.restante.insight.incident.Incident;
import org.restante.insight.response.Observation;
import org.restante.insight.response.Recommendation;
import org.restante.insight.response.ResponseTable;

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
                        .line()
                        .fact("Protocol", asked.reason());
        actions(lines, asked);
        incident.steps().forEach(s -> lines.fact("Action", s));
        if (asked.stair() != null) {
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

    private static void actions(Lines lines, Recommendation asked) {
        switch (asked.action()) {
            case NOTHING, OBSERVE -> lines.fact("Action", "no change; keep watching");
            case SLOW ->
                    lines.fact(
                            "Action",
                            asked.connectionsOnly()
                                    ? "open %d %% fewer connections".formatted(asked.slowBy())
                                    : "lower concurrency and rate by %d %%"
                                            .formatted(asked.slowBy()));
            case PAUSE -> {
                lines.fact(
                        "Action",
                        "pause bulk mail in this scope; one message at a time as a trial");
                lines.fact(
                        "Action",
                        asked.pauseAtLeast() == null
                                ? "transactional mail may go on alone"
                                : "no trial before %d hours have passed"
                                        .formatted(asked.pauseAtLeast().toHours()));
            }
        }
        if (asked.retryAtLeast() != null) {
            lines.fact(
                    "Action",
                    "retry at most every %d minutes".formatted(asked.retryAtLeast().toMinutes()));
        }
    }

    private static String review(Recommendation asked) {
        return switch (asked.action()) {
            case NOTHING, OBSERVE -> "tomorrow, or when it grows";
            case SLOW -> "in two hours";
            case PAUSE -> "in two hours, and before sending is resumed";
        };
    }
}
