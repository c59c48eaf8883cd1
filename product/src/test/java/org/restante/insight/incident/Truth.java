package org.restante.insight.incident;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An incident that was put into made-up traffic.
///
/// @param parties those it touches, by name; empty for all
/// @param noReply whether its refusals are troubles, in which no server spoke
/// @param diagnoses what it may rightly be called
record Truth(
        String kind,
        long onset,
        long end,
        Set<String> parties,
        @Nullable String host,
        @Nullable String source,
        @Nullable String stream,
        @Nullable String sender,
        boolean noReply,
        Set<Diagnosis> diagnoses) {
    /// Of all senders.
    Truth(
            String kind,
            long onset,
            long end,
            Set<String> parties,
            @Nullable String host,
            @Nullable String source,
            @Nullable String stream,
            boolean noReply,
            Set<Diagnosis> diagnoses) {
        this(kind, onset, end, parties, host, source, stream, null, noReply, diagnoses);
    }

    Truth at(Set<String> shownParties) {
        return new Truth(
                kind, onset, end, shownParties, host, source, stream, sender, noReply, diagnoses);
    }

    /// What is left of it in a log that does not tell everything.
    Truth seenIn(Spelling log) {
        boolean hostTold = log.tellsHostsOfTroubles || !noReply;
        var called = new HashSet<>(diagnoses);
        if (!hostTold && host != null) {
            called.add(Diagnosis.PROVIDER_OUTAGE);
        }
        if (!log.tellsSources) {
            called.addAll(withoutSources());
        }
        return new Truth(
                kind,
                onset,
                end,
                parties,
                hostTold ? host : null,
                log.tellsSources ? source : null,
                log.tellsStreams ? stream : null,
                sender,
                noReply,
                called);
    }

    /// Where sources cannot be seen, one source's trouble and everybody's look alike.
    private Set<Diagnosis> withoutSources() {
        var alike = new HashSet<Diagnosis>();
        for (var diagnosis : diagnoses) {
            switch (diagnosis) {
                case SOURCE_DOWN -> alike.add(Diagnosis.OWN_NETWORK);
                case SOURCE_BLOCKED_AT_ONE -> alike.add(Diagnosis.SENDER_BLOCKED);
                case SENDER_BLOCKED -> alike.add(Diagnosis.SOURCE_BLOCKED_AT_ONE);
                case SOURCE_BLOCKED_AT_MANY -> alike.add(Diagnosis.SENDER_BLOCKED_AT_MANY);
                default -> {}
            }
        }
        return alike;
    }
}
