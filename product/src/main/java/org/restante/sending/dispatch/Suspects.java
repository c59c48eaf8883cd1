package org.restante.sending.dispatch;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds the message whose own content draws what sounds like a refusal of the lane: refused three times while others passed in
/// between (DESIGN §2.2). And says which message is to try whether a closed lane is open: one that was not just refused, lest it be such a
/// message; but when two such were refused mostly one that was, for a greylist that does not say what it is takes no other. Where only such were
/// taken, and the refusals gave no reason, they go first. Of one lane, guarded by its lock.
public final class Suspects {
    private static final int PROOF = 3;
    private static final int MOST = 1000;
    private static final int MOST_JUST_REFUSED = 32;

    /// So many canaries that were not just refused come first; then one in so many is such a one.
    private static final int FRESH_AT_FIRST = 2;

    private static final int IN_TURN = 3;

    /// The same where no reason was given: a greylist is likelier then.
    private static final int IN_TURN_WITHOUT_REASON = 4;

    /// @param passes how many had passed when it was last refused
    private record Suspect(int refusals, long passes) {}

    private final Map<UUID, Suspect> suspects = new LinkedHashMap<>();
    private final Set<UUID> justRefused = new LinkedHashSet<>();
    private long passes;

    /// Since the last that passed.
    private int canariesRefused;

    /// Whether what opened the lane last, after other canaries had been refused, had been refused before itself.
    private boolean wereKnownTaken;

    /// Whether the latest refusal gave no reason.
    private boolean isUnexplained;

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
    /// @param gaveNoReason whether all that is known of it is that it was refused for now
    public void refused(UUID id, boolean wasCanary, boolean gaveNoReason) {
        isUnexplained = gaveNoReason;
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

    /// Whether the next canary had better be a message that was not refused since the last that passed: the first two, and then one in three
    /// or four. Where those refused before were taken and no others, it begins behind the first two.
    public boolean wantsFreshCanary() {
        int turn = canariesRefused + (wereKnownTaken ? FRESH_AT_FIRST : 0);
        int inTurn = isUnexplained ? IN_TURN_WITHOUT_REASON : IN_TURN;
        return turn < FRESH_AT_FIRST || (turn - FRESH_AT_FIRST) % inTurn == inTurn - 1;
    }

    /// Whether the next message had better be one that was refused before.
    public boolean wantsKnown(boolean isClosed) {
        return isUnexplained && (isClosed ? !wantsFreshCanary() : wereKnownTaken);
    }

    /// Whether such messages are known, and go before all others.
    boolean putsKnownFirst(boolean isClosed) {
        return wantsKnown(isClosed) && !suspects.isEmpty();
    }

    /// Whether it was never refused, where those that were are taken and others are not: it tells nothing of the lane.
    public boolean isStranger(UUID id) {
        return isUnexplained && wereKnownTaken && !suspects.containsKey(id);
    }

    /// What is to go next, where there is such.
    public Preference preference(boolean isClosed) {
        if (wantsKnown(isClosed)) {
            return Preference.among(suspects.keySet());
        }
        return wantsFreshCanary() ? Preference.but(justRefused) : Preference.ANY;
    }
}
