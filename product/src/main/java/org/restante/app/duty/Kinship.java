package org.restante.app.duty;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;

/// Whether two incidents are one trouble. The scan sees shares of much mail, the standstills see single lanes and hosts: a source that is
/// down everywhere stands still at every receiver, and whoever is told of it a dozen times is told nothing.
final class Kinship {
    /// A source that so many receivers refuse is refused by the next for the same reason.
    private static final int MANY = 3;

    /// What diagnoses speak of.
    private enum Kind {
        CONNECTING,
        PACE,
        STANDING,
        CONTENT,
        ADDRESSES,
        AUTHENTICATION,
        GREYLISTING,
        TLS,
        MAILBOXES,
        UNEXPLAINED
    }

    private Kinship() {}

    /// Whether they have one scope.
    static boolean isAlike(IncidentScope one, IncidentScope other) {
        return Objects.equals(one.source(), other.source())
                && Objects.equals(one.stream(), other.stream())
                && Objects.equals(one.sender(), other.sender())
                && Objects.equals(one.mxHost(), other.mxHost())
                && one.everywhere() == other.everywhere()
                && (one.everywhere()
                        || one.providers().stream().anyMatch(other.providers()::contains));
    }

    /// Whether the narrow one is a part of the wide one. A receiver that refuses one source and later another, for what it holds of them,
    /// makes two troubles of it, for something else is to be done about each.
    static boolean covers(Incident wide, Incident narrow) {
        var first = kind(wide);
        var second = kind(narrow);
        boolean isBySource = first == Kind.STANDING || second == Kind.STANDING;
        return (first == second || first == Kind.UNEXPLAINED || second == Kind.UNEXPLAINED)
                && (!isBySource || Objects.equals(wide.scope().source(), narrow.scope().source()))
                && covers(wide.scope(), narrow.scope());
    }

    private static Kind kind(Incident incident) {
        return switch (incident.cause()) {
            case RATE, RECIPIENT_RATE, CONNECTIONS, CONNECTION_RATE, MESSAGES_PER_CONNECTION ->
                    Kind.PACE;
            default -> kind(incident.diagnosis());
        };
    }

    private static boolean covers(IncidentScope wide, IncidentScope narrow) {
        return holds(wide.source(), narrow.source())
                && holds(wide.stream(), narrow.stream())
                && holds(wide.sender(), narrow.sender())
                && holds(wide.mxHost(), narrow.mxHost())
                && (wide.everywhere()
                        || !narrow.everywhere() && wide.providers().containsAll(narrow.providers())
                        || wide.source() != null
                                && wide.providers().size() >= MANY
                                && wide.providers().size() > narrow.providers().size());
    }

    private static boolean holds(@Nullable String wide, @Nullable String narrow) {
        return wide == null || wide.equals(narrow);
    }

    private static Kind kind(Diagnosis diagnosis) {
        return switch (diagnosis) {
            case HOST_BAD, PROVIDER_OUTAGE, OWN_NETWORK, SOURCE_DOWN -> Kind.CONNECTING;
            case RATE_CUT, CONNECTION_LIMIT -> Kind.PACE;
            case SOURCE_BLOCKED_AT_ONE,
                    SOURCE_BLOCKED_AT_MANY,
                    SENDER_BLOCKED,
                    SENDER_BLOCKED_AT_MANY,
                    POLICY_REFUSAL,
                    IDENTITY ->
                    Kind.STANDING;
            case CONTENT_AT_ONE, CONTENT_AT_MANY -> Kind.CONTENT;
            case BAD_LIST -> Kind.ADDRESSES;
            case AUTHENTICATION_BROKEN -> Kind.AUTHENTICATION;
            case GREYLISTING -> Kind.GREYLISTING;
            case TLS_BROKEN -> Kind.TLS;
            case MAILBOXES -> Kind.MAILBOXES;
            case UNEXPLAINED -> Kind.UNEXPLAINED;
        };
    }
}
