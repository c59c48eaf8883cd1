package org.restante.sending.queue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// By what waiting mail is chosen and counted.
public enum Facet {
    /// Of the recipient; `*.example.com` for all below it.
    DOMAIN,
    PROVIDER,
    SITE,
    STREAM,
    TENANT,
    CAMPAIGN,
    POOL,
    SOURCE,
    /// Of the reverse-path or of the `From` header.
    SENDER_DOMAIN,
    /// The queue's id or the `Message-ID` header.
    MESSAGE,
    RECIPIENT,
    STATE,
    /// Why the last attempt came to nothing.
    CAUSE,
    /// The export that took it out.
    EXPORT;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }

    public static Optional<Facet> of(String word) {
        return Arrays.stream(values()).filter(facet -> facet.word.equals(word)).findFirst();
    }
}
