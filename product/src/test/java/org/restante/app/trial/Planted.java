package org.restante.app.trial;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Diagnosis;

/// A trouble of the script, with what a good observer would say of it.
///
/// @param from minutes after the beginning
/// @param rule what is refused; null where it is something else
/// @param limit what the limits of the receivers it touches are multiplied by
/// @param noNames domains, by name, that the DNS does not answer for; all where it holds `*`
/// @param unknown share of its stream's addresses that nobody has
/// @param parties those it touches as incidents name them; empty for all
/// @param called what it may rightly be called
record Planted(
        Kind kind,
        double from,
        double until,
        @Nullable Rule rule,
        double limit,
        Set<String> noNames,
        double unknown,
        Set<String> parties,
        @Nullable String host,
        @Nullable String source,
        @Nullable String stream,
        Set<Diagnosis> called) {
    enum Kind {
        REPUTATION_OF_A_SOURCE,
        RATE_LIMIT_LOWERED,
        BAD_HOST,
        OUTAGE,
        BAD_LIST,
        CONTENT_AT_ONE,
        CONTENT_AT_MANY,
        SOURCE_LISTED,
        NO_NAMES,
        SOURCE_DOWN,
        SENDER_UNSIGNED
    }

    boolean isOn(double minute) {
        return minute >= from && minute < until;
    }

    boolean hidesName(String domain) {
        return noNames.contains("*") || noNames.contains(domain);
    }
}
