package org.restante.record.report;

import org.jspecify.annotations.Nullable;

/// Who runs a next hop, as far as it can be told from names.
@FunctionalInterface
public interface Places {
    /// Where a recipient domain's mail goes when the log names this MX host (null: it names none).
    Place of(@Nullable String mxHost, String recipientDomain);

    /// @param provider the provider's word, null when unknown
    /// @param site never null: the provider's word, else the registrable domain of the MX host, else the recipient domain
    record Place(@Nullable String provider, String site) {}
}
