package org.restante.app.hooks;

import java.util.Optional;
import org.restante.mail.event.Event;
import org.restante.meaning.verdict.Word;

/// What a hook can be told of; the word is the payload's `type`.
public enum HookEvent implements Word {
    RECEIVED,
    DELIVERED,
    DEFERRED,
    BOUNCED,
    EXPIRED,
    SUPPRESSED,
    HELD,
    RELEASED,
    /// What people and the server did, but for incidents.
    ACTION,
    /// It is there, also once more.
    INCIDENT_OPENED,
    INCIDENT_CHANGED,
    INCIDENT_CLOSED,
    /// The response protocol suggests, acts, takes back; an act's time is over.
    INCIDENT_ACTED,
    /// People acknowledged, assigned, muted or noted something, or told of a letter.
    INCIDENT_WORKED;

    /// Empty for events that hooks are not told of.
    public static Optional<HookEvent> of(Event event) {
        return switch (event.type()) {
            case RECEIVED -> Optional.of(RECEIVED);
            case DELIVERED -> Optional.of(DELIVERED);
            case DEFERRED -> Optional.of(DEFERRED);
            case BOUNCED -> Optional.of(BOUNCED);
            case EXPIRED -> Optional.of(EXPIRED);
            case SUPPRESSED -> Optional.of(SUPPRESSED);
            case HELD -> Optional.of(HELD);
            case RELEASED -> Optional.of(RELEASED);
            case ACTION -> Optional.of(ACTION);
            case INCIDENT -> ofIncident(event.act() == null ? "" : event.act());
            case COMPLAINED, UNSUBSCRIBED, BOUNCED_LATER, REPORT, FINDING -> Optional.empty();
        };
    }

    /// That somebody was told is told to nobody.
    private static Optional<HookEvent> ofIncident(String act) {
        return switch (act) {
            case "opened", "reopened" -> Optional.of(INCIDENT_OPENED);
            case "changed" -> Optional.of(INCIDENT_CHANGED);
            case "closed" -> Optional.of(INCIDENT_CLOSED);
            case "suggested", "acted", "undone", "ended" -> Optional.of(INCIDENT_ACTED);
            case "told" -> Optional.empty();
            default -> Optional.of(INCIDENT_WORKED);
        };
    }
}
