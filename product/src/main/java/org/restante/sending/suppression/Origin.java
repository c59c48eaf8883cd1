package org.restante.sending.suppression;

import java.util.Locale;
import java.util.Optional;

/// How an entry came to be.
public enum Origin {
    /// The receiver said for good that there is no such mailbox.
    HARD_BOUNCE,
    /// The recipient called mail spam.
    COMPLAINT,
    /// The recipient wants no more of a list.
    UNSUBSCRIBE,
    /// A person of ours said so.
    OPERATOR,
    /// It came with another system's list.
    IMPORT;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String word() {
        return word;
    }

    public static Optional<Origin> of(String word) {
        for (var origin : values()) {
            if (origin.word.equals(word)) {
                return Optional.of(origin);
            }
        }
        return Optional.empty();
    }
}
