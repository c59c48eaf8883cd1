package org.restante.mail.message;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// When a delivery status notification is wanted for a recipient (RFC 3461 §4.1).
public enum Notify {
    SUCCESS,
    FAILURE,
    DELAY;

    /// What holds where the sender says nothing: a failure is told; a delay may be, and is not here (RFC 3461 §4.1).
    public static final Set<Notify> UNSAID = Set.of(FAILURE);

    /// The value of a `NOTIFY` parameter: `NEVER` alone, or a list of the others; empty when it is neither.
    public static Optional<Set<Notify>> read(String value) {
        var upper = value.toUpperCase(Locale.ROOT);
        if (upper.equals("NEVER")) {
            return Optional.of(Set.of());
        }
        var all = EnumSet.noneOf(Notify.class);
        for (var word : upper.split(",", -1)) {
            var one = of(word);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all.add(one.get());
        }
        return Optional.of(Set.copyOf(all));
    }

    private static Optional<Notify> of(String word) {
        for (var one : values()) {
            if (one.name().equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /// As it stands in the command.
    public static String parameter(Set<Notify> wanted) {
        if (wanted.isEmpty()) {
            return "NEVER";
        }
        var words = new StringBuilder();
        for (var one : values()) {
            if (wanted.contains(one)) {
                words.append(words.isEmpty() ? "" : ",").append(one.name());
            }
        }
        return words.toString();
    }
}
