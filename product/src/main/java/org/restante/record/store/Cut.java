package org.restante.record.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a report is split by, and narrowed to.
public enum Cut {
    PROVIDER(Part.ROUTE),
    /// The recipient's domain. Not counted by hour, so the single events are asked.
    DOMAIN(Part.OWN),
    SITE(Part.ROUTE),
    MX_HOST(Part.ROUTE),
    SOURCE(Part.ROUTE),
    POOL(Part.ROUTE),
    TENANT(Part.LETTER),
    STREAM(Part.LETTER),
    CAMPAIGN(Part.LETTER),
    /// Whose log it is of: `restante` for our own events, else the format of a log that was imported.
    ORIGIN(Part.LETTER),
    /// Of what was refused; a delivery has none.
    CAUSE(Part.OUTCOME),
    /// Of what was refused.
    STAGE(Part.OUTCOME);

    private final Part part;

    Cut(Part part) {
        this.part = part;
    }

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

    /// Which part of an event has it.
    Part part() {
        return part;
    }

    /// Whether the counts by hour have it.
    boolean isCountedByHour() {
        return Part.COUNTED.contains(part);
    }

    /// Whether only refusals have it.
    boolean isOfRefusals() {
        return this == CAUSE || this == STAGE;
    }
}
