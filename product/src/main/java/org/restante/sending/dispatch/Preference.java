package org.restante.sending.dispatch;

import java.util.Set;
import java.util.UUID;

/// Which messages had better be tried next, where there are such.
///
/// @param isAmong whether they are among `these`, or any but these
public record Preference(boolean isAmong, Set<UUID> these) {
    public static final Preference ANY = but(Set.of());

    static Preference but(Set<UUID> these) {
        return new Preference(false, these);
    }

    static Preference among(Set<UUID> these) {
        return new Preference(true, these);
    }

    boolean isAny() {
        return !isAmong && these.isEmpty();
    }

    public boolean fits(UUID id) {
        return these.contains(id) == isAmong;
    }
}
