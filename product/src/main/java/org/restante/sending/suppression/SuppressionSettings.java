package org.restante.sending.suppression;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.restante.meaning.verdict.Cause;

/// What is done about the list.
///
/// @param refusesAtRcpt an SMTP client is told at RCPT; else its mail is taken and given up, and its sender gets a notice
/// @param automatic refusals for good that put their recipient on the list
/// @param automaticFor how long such an entry holds; empty for ever
/// @param shared whether such an entry is for all tenants
/// @param bulkOnly entries of these origins keep bulk mail back, and let transactional mail go
public record SuppressionSettings(
        boolean refusesAtRcpt,
        Set<Cause> automatic,
        Optional<Duration> automaticFor,
        boolean shared,
        Set<Origin> bulkOnly) {
    public SuppressionSettings {
        automatic = Set.copyOf(automatic);
        bulkOnly = Set.copyOf(bulkOnly);
    }

    public static SuppressionSettings defaults() {
        return new SuppressionSettings(
                true,
                Set.of(Cause.NO_SUCH_USER, Cause.MAILBOX_DISABLED),
                Optional.empty(),
                false,
                Set.of(Origin.UNSUBSCRIBE));
    }
}
