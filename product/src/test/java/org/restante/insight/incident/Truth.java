package org.restante.insight.incident;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An incident that was put into made-up traffic.
///
/// @param parties those it touches, by name; empty for all
/// @param diagnoses what it may rightly be called
record Truth(
        String kind,
        long onset,
        long end,
        Set<String> parties,
        @Nullable String host,
        @Nullable String source,
        @Nullable String stream,
        Set<Diagnosis> diagnoses) {
    /// What is left of it in a log that does not tell everything.
    Truth seenWith(boolean sources, boolean streams) {
        return new Truth(
                kind,
                onset,
                end,
                parties,
                host,
                sources ? source : null,
                streams ? stream : null,
                diagnoses);
    }
}
