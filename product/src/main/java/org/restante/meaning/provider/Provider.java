package org.restante.meaning.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A receiver of mail, or a filter in front of receivers, as one operator of MX hosts.
///
/// @param word how events, rules and reports call it: `gmail`, `microsoft-365`
/// @param name how people call it
/// @param mx patterns of its MX hosts: a name, or `*` in the first label (`*.google.com`, `mx*.zoho.com`)
/// @param domains consumer domains it serves, for logs that name no known MX host
/// @param signs words that only its replies hold, for a reply of which nothing else is known
/// @param postmaster where it publishes its rules for senders; null when nowhere
/// @param form the form or address that a sender writes to; null when none is known
public record Provider(
        String word,
        String name,
        Kind kind,
        List<String> mx,
        List<String> domains,
        List<String> signs,
        Limits limits,
        @Nullable String postmaster,
        @Nullable String form) {
    /// What a provider is to a sender.
    public enum Kind {
        /// It keeps mailboxes.
        MAILBOX,
        /// It filters mail for others; its replies may come from any receiver.
        FILTER,
        /// A mail server program whose words are known; it is nobody's site.
        SOFTWARE,
        /// Words that anybody may use.
        WORDS
    }

    public Provider {
        mx = List.copyOf(mx);
        domains = List.copyOf(domains);
        signs = List.copyOf(signs);
    }
}
