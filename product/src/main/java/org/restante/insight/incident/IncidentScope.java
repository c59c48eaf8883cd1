package org.restante.insight.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;

/// What an incident covers. A dimension that is null is spanned whole: the incident does not depend on it.
///
/// @param sender the domain of who sends, where it is not the stream that tells
/// @param provider null also when several are covered, then `providers` names them, and when nobody knows who runs the one
/// @param site the one that nobody is known to run, or one of the provider's several
/// @param providers every provider (or, where unknown, site) covered, by refusals, falling; empty when all are
public record IncidentScope(
        @Nullable String provider,
        @Nullable String site,
        @Nullable String mxHost,
        @Nullable String source,
        @Nullable String stream,
        @Nullable String sender,
        @Nullable Stage stage,
        List<String> providers) {
    public IncidentScope {
        providers = List.copyOf(providers);
    }

    /// Of all senders.
    public IncidentScope(
            @Nullable String provider,
            @Nullable String site,
            @Nullable String mxHost,
            @Nullable String source,
            @Nullable String stream,
            @Nullable Stage stage,
            List<String> providers) {
        this(provider, site, mxHost, source, stream, null, stage, providers);
    }

    /// Whether it is but some of our mail, whatever the source: one stream, or one sender.
    public boolean isOfSomeMail() {
        return stream != null || sender != null;
    }

    /// The one receiver that it covers: its provider, or the site where nobody knows who runs it; null when there are several.
    public @Nullable String receiver() {
        return providers.size() == 1 ? providers.getFirst() : null;
    }

    /// Whether it covers every receiver.
    public boolean everywhere() {
        return providers.isEmpty();
    }

    /// The scope in words: "gmail", "yahoo from 192.0.2.1", "every receiver, stream news".
    public String words() {
        var words = new StringBuilder();
        if (mxHost != null) {
            words.append(mxHost);
        } else if (providers.isEmpty()) {
            words.append("every receiver");
        } else if (providers.size() == 1 && site != null) {
            words.append(site);
        } else if (providers.size() <= 3) {
            words.append(String.join(", ", providers));
        } else {
            words.append(String.join(", ", providers.subList(0, 3)))
                    .append(" and ")
                    .append(providers.size() - 3)
                    .append(" more");
        }
        if (source != null) {
            words.append(" from ").append(source);
        }
        if (stream != null) {
            words.append(", stream ").append(stream);
        }
        if (sender != null) {
            words.append(", sender ").append(sender);
        }
        return words.toString();
    }
}
