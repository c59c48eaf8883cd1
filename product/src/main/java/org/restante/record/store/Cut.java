package org.restante.record.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a report is split by, and narrowed to.
public enum Cut {
    PROVIDER,
    /// The recipient's domain. Not counted by hour, so the single events are asked.
    DOMAIN,
    SITE,
    MX_HOST,
    SOURCE,
    POOL,
    TENANT,
    STREAM,
    CAMPAIGN,
    /// Of what was refused; a delivery has none.
    CAUSE,
    /// Of what was refused.
    STAGE;

    /// The word used in reports and queries, such as `mx_host`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Cut> of(String word) {
        return Arrays.stream(values()).filter(cut -> cut.word().equals(word)).findFirst();
    }

    /// Its column; a name of ours and nobody's text.
    String column() {
        return this == DOMAIN ? "recipient_domain" : word();
    }

    /// Whether the counts by hour have it.
    boolean isCountedByHour() {
        return this != DOMAIN;
    }

    /// Whether only refusals have it.
    boolean isOfRefusals() {
        return this == CAUSE || this == STAGE;
    }
}
