package org.restante.sending.dispatch;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds the message whose own content draws what sounds like a refusal of the lane: refused three times while others passed in
/// between (DESIGN §2.2). And says which message is to try whether a closed lane is open: one that was not just refused, lest it be such a
/// message; but when two such were refused mostly one that was, for a greylist that does not say what it is takes no other. Of one lane,
/// guarded by its lock.
public final class Suspects {
    private static final int PROOF = 3;
    private static final int MOST = 1000;
    private static final int MOST_JUST_REFUSED = 32;

    /// So many canaries that were not just refused come first; then one in so many is such a one.
    private static final int FRESH_AT_FIRST = 2;

    private static final int IN_TURN = 3;

    /// @param passes how many had passed when it was last refused
    private record Suspect(int refusals, long passes) {}

    private final Map<UUID, Suspect> suspects = new LinkedHashMap<>();
    private final Set<UUID> justRefused = new LinkedHashSet<>();
    private long passes;

    /// Since the last that passed.
    private int canariesRefused;

    /// Whether what opened the lane last, after other canaries had been refused, had been refused before itself.
    private boolean wereKnownTaken;

    /// Whether a further refusal would prove that the message is meant, and not the lane.
    public boolean isProven(UUID id) {
        return refusals(suspects.get(id)) >= PROOF;
    }

    private int refusals(@Nullable Suspect known) {
        return known == null ? 1 : known.refusals() + (known.passes() < passes ? 1 : 0);
    }

    /// It was meant itself: a suspect no more.
    public void convict(UUID id) {
        suspects.remove(id);
        justRefused.remove(id);
    }

    /// @param wasCanary whether it was to try if the lane is open
    public void refused(UUID id, boolean wasCanary) {
        canariesRefused += wasCanary ? 1 : 0;
        int refusals = refusals(suspects.remove(id));
        if (suspects.size() >= MOST) {
            suspects.remove(suspects.keySet().iterator().next());
        }
        suspects.put(id, new Suspect(refusals, passes));
        if (justRefused.size() < MOST_JUST_REFUSED) {
            justRefused.add(id);
        }
    }

    /// It passed: the lane is open.
    public void passed(UUID id) {
        boolean wasKnown = suspects.remove(id) != null;
        wereKnownTaken = wasKnown && (wereKnownTaken || canariesRefused > 0);
        canariesRefused = 0;
        passes++;
        justRefused.clear();
    }

    /// Whether the next canary had better be a message that was not refused since the last that passed: the first two, and then one in three.
    /// Where those refused before were taken and no others, it begins behind the first two.
    public boolean wantsFreshCanary() {
        int turn = canariesRefused + (wereKnownTaken ? FRESH_AT_FIRST : 0);
        return turn < FRESH_AT_FIRST || (turn - FRESH_AT_FIRST) % IN_TURN == IN_TURN - 1;
    }

    /// Those that are not to try whether the lane is open, if there is another.
    public Set<UUID> noCanaries() {
        return wantsFreshCanary() ? justRefused : Set.of();
    }
}
