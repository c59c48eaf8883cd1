package org.restante.app.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.app.duty.Case;
import org.restante.app.duty.Entry;
import org.restante.app.duty.Entry.What;
import org.restante.app.duty.PostmasterLetter;
import org.restante.app.duty.Work;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.incident.Severity;
import org.restante.meaning.verdict.Cause;

/// An incident that a test opens, closes and works as it likes.
final class MadeUpCase {
    final String id;
    Severity severity = Severity.THROTTLE;
    double rate = 0.3;
    List<String> providers = List.of("gmail");
    String reply = "421 4.7.0 try again later";
    @Nullable String seenBy;
    @Nullable Instant mutedUntil;
    @Nullable Instant reviewAt;
    List<PostmasterLetter> letters = List.of();
    private @Nullable Instant since;
    private @Nullable Instant until;
    private final List<Entry> timeline = new ArrayList<>();

    MadeUpCase(String id) {
        this.id = id;
    }

    MadeUpCase opens(Instant at) {
        timeline.add(
                new Entry(at, since == null ? What.OPENED : What.REOPENED, "restante", "open"));
        since = since == null ? at : since;
        until = null;
        return this;
    }

    void closes(Instant at) {
        until = at;
        timeline.add(new Entry(at, What.CLOSED, "restante", "closed"));
    }

    Case now() {
        var began = since;
        if (began == null) {
            throw new IllegalStateException("not opened yet");
        }
        return new Case(
                new Incident(
                        id,
                        began,
                        until,
                        new IncidentScope(
                                providers.size() == 1 ? providers.getFirst() : null,
                                null,
                                null,
                                "mta2",
                                null,
                                null,
                                providers),
                        Cause.REPUTATION,
                        Diagnosis.SOURCE_BLOCKED_AT_ONE,
                        0.9,
                        rate,
                        0.01,
                        400,
                        (long) (400 * rate),
                        severity,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of("Look at the complaints.")),
                new CaseFacts.Facts().reply(reply).done(),
                List.of(reply),
                began,
                timeline.getLast().at(),
                new Work(seenBy, null, null, mutedUntil, null, reviewAt, letters, List.of()),
                List.of(),
                timeline);
    }
}
