package org.restante.meaning.verdict;

/// Whom or what a refusal speaks of.
public enum Scope implements Word {
    RECIPIENT,
    /// This message's content.
    MESSAGE,
    /// Our domain or campaign.
    STREAM,
    /// Our address.
    SOURCE,
    CONNECTION,
    /// This one MX host.
    HOST,
    /// The whole site.
    RECEIVER
}
