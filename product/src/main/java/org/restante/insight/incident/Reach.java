package org.restante.insight.incident;

import java.util.BitSet;

/// The scope of an incident in numbers: which crossings it holds.
///
/// @param parties empty when every party is meant
/// @param unit an MX host or a site, -1 when none is named
/// @param source 0 when none is named
/// @param stream 0 when none is named
/// @param sender 0 when none is named; never named beside a stream
record Reach(BitSet parties, int unit, int source, int stream, int sender) {
    private static final double ALIKE = .7;

    static Reach everywhere(Angle angle) {
        return of(new BitSet(), -1, angle);
    }

    static Reach of(BitSet parties, int unit, Angle angle) {
        return new Reach(parties, unit, angle.source(), angle.stream(), angle.sender());
    }

    /// Whether it is but some of our mail, whatever the source.
    boolean isOfSomeMail() {
        return stream > 0 || sender > 0;
    }

    boolean isEverywhere() {
        return parties.isEmpty();
    }

    boolean holds(Crossings crossings, int crossing) {
        return (parties.isEmpty() || parties.get(crossings.party[crossing]))
                && (source == 0 || crossings.source[crossing] == source)
                && (stream == 0 || crossings.stream[crossing] == stream)
                && (sender == 0 || crossings.sender[crossing] == sender)
                && (unit < 0
                        || crossings.host[crossing] == unit
                        || crossings.site[crossing] == unit);
    }

    /// The crossings held.
    CrossingSet members(Crossings crossings) {
        var members = new CrossingSet();
        for (int c = 0; c < crossings.count; c++) {
            if (holds(crossings, c)) {
                members.add(c);
            }
        }
        return members;
    }

    /// Whether both name the same dimensions and mostly the same parties.
    boolean alike(Reach other) {
        return unit == other.unit
                && source == other.source
                && stream == other.stream
                && sender == other.sender
                && alikeParties(other);
    }

    private boolean alikeParties(Reach other) {
        if (isEverywhere() || other.isEverywhere()) {
            return isEverywhere() && other.isEverywhere();
        }
        var both = common(other);
        var any = (BitSet) parties.clone();
        any.or(other.parties);
        return both.cardinality() >= ALIKE * any.cardinality();
    }

    /// Whether some crossing could be in both.
    boolean meets(Reach other) {
        return (source == 0 || other.source == 0 || source == other.source)
                && (stream == 0 || other.stream == 0 || stream == other.stream)
                && (sender == 0 || other.sender == 0 || sender == other.sender)
                && (unit < 0 || other.unit < 0 || unit == other.unit)
                && (isEverywhere() || other.isEverywhere() || parties.intersects(other.parties));
    }

    private BitSet common(Reach other) {
        var both = (BitSet) parties.clone();
        both.and(other.parties);
        return both;
    }
}
