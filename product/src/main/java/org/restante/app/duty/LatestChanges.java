package org.restante.app.duty;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.restante.app.duty.Receivers.Receiver;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;

/// What was changed lately about how mail is sent, and what changed at receivers: an incident may have come of it. The oldest go first.
/// One thread's.
final class LatestChanges {
    /// Of each of the two.
    private static final int MOST = 64;

    /// What was done so long before an incident may have to do with it.
    private static final Duration BEFORE = Duration.ofHours(1);

    private record ReceiverChange(Receiver receiver, CaseFacts.Change change) {
        boolean concerns(IncidentScope scope) {
            return scope.everywhere()
                    || scope.providers().contains(receiver.site())
                    || scope.providers().contains(String.valueOf(receiver.provider()));
        }
    }

    private final Deque<CaseFacts.Change> ours = new ArrayDeque<>();
    private final Deque<ReceiverChange> receivers = new ArrayDeque<>();

    /// Something changed with us.
    void add(CaseFacts.Change change) {
        add(ours, change);
    }

    /// Something changed at a receiver that mail was sent to.
    void add(Receiver receiver, CaseFacts.Change change) {
        add(receivers, new ReceiverChange(receiver, change));
    }

    private static <T> void add(Deque<T> latest, T one) {
        latest.add(one);
        if (latest.size() > MOST) {
            latest.remove();
        }
    }

    /// What changed with us shortly before the incident or during it.
    List<CaseFacts.Change> ofOurs(Incident incident) {
        return ours.stream().filter(it -> isNear(it, incident)).toList();
    }

    /// What changed then at receivers that it concerns.
    List<CaseFacts.Change> ofReceivers(Incident incident) {
        return receivers.stream()
                .filter(it -> it.concerns(incident.scope()))
                .map(ReceiverChange::change)
                .filter(it -> isNear(it, incident))
                .toList();
    }

    private static boolean isNear(CaseFacts.Change change, Incident incident) {
        var until = incident.until();
        return !change.at().isBefore(incident.since().minus(BEFORE))
                && (until == null || change.at().isBefore(until));
    }
}
