package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;

/// Where mail may stand still: by source or by host, the other null; both null for the names of a receiver's domains.
record Place(String party, @Nullable String source, @Nullable String host) {
    /// Another of the same receiver and the same kind.
    boolean isSibling(Place other) {
        return party.equals(other.party)
                && !equals(other)
                && (host == null) == (other.host == null)
                && (source == null) == (other.source == null);
    }

    /// Of what stands still there since a time.
    String id(Streak streak) {
        long hash = 0xCBF29CE484222325L;
        var words = this + "@" + streak.since.toEpochMilli();
        for (int i = 0; i < words.length(); i++) {
            hash = (hash ^ words.charAt(i)) * 0x100000001B3L;
        }
        return "%012x".formatted(hash >>> 16);
    }
}
