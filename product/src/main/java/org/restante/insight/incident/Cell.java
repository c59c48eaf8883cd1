package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;

/// Where an attempt was made: the crossing that a count belongs to. What the log does not tell is null.
///
/// @param provider null when nobody knows who runs the site; then the site stands for it
/// @param site the MX hosts of one operator, or the recipient domain where those are unknown
/// @param sender the domain of who sends, where it is told apart and is no other word for the stream
/// @param stage of a refusal; null for an accepted attempt or where the log does not tell
public record Cell(
        @Nullable String provider,
        String site,
        @Nullable String mxHost,
        @Nullable String source,
        @Nullable String stream,
        @Nullable String sender,
        @Nullable Stage stage) {
    /// Where senders are not told apart.
    public Cell(
            @Nullable String provider,
            String site,
            @Nullable String mxHost,
            @Nullable String source,
            @Nullable String stream,
            @Nullable Stage stage) {
        this(provider, site, mxHost, source, stream, null, stage);
    }

    /// Who answers for the site: the provider, or the site itself.
    public String party() {
        return provider == null ? site : provider;
    }
}
