package org.restante.app.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a token is good for over HTTP.
public enum Scope {
    /// See messages, queue, lanes, events and metrics.
    READ,
    /// Hand in mail.
    SUBMIT,
    /// Hold, release, retry, pause …; and read.
    OPERATE,
    /// All of it, and what changes the server itself.
    ADMIN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// As it stands in files and commands.
    public String word() {
        return word;
    }

    public static Optional<Scope> of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }

    /// Whether who has this may do what asks for the other.
    public boolean covers(Scope wanted) {
        return switch (this) {
            case ADMIN -> true;
            case OPERATE -> wanted == OPERATE || wanted == READ;
            case READ, SUBMIT -> wanted == this;
        };
    }

    /// All words, for messages.
    static List<String> words() {
        return Arrays.stream(values()).map(Scope::word).toList();
    }
}
