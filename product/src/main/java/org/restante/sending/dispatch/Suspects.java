package org.restante.sending.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Finds the message whose own content draws what sounds like a refusal of the lane: refused three times while others passed in
/// between (DESIGN §2.2). Of one lane, guarded by its lock.
public final class Suspects {
    private static final int PROOF = 3;
    private static final int MOST = 1000;
    private static final int MOST_JUST_REFUSED = 32;

    /// @param passes how many had passed when it was last refused
    private record Suspect(int refusals, long passes) {}

    private final Map<UUID, Suspect> suspects = new LinkedHashMap<>();
    private final Set<UUID> justRefused = new java.util.LinkedHashSet<>();
    private long passes;

    /// Whether it is the message that is meant, and not the lane.
    public boolean refused(UUID id) {
        var known = suspects.remove(id);
        int refusals = known == null ? 1 : known.refusals() + (known.passes() < passes ? 1 : 0);
        if (refusals >= PROOF) {
            justRefused.remove(id);
            return true;
        }
        if (suspects.size() >= MOST) {
            suspects.remove(suspects.keySet().iterator().next());
        }
        suspects.put(id, new Suspect(refusals, passes));
        if (justRefused.size() < MOST_JUST_REFUSED) {
            justRefused.add(id);
        }
        return false;
    }

    /// Another message passed: the lane is open.
    public void passed() {
        passes++;
        justRefused.clear();
    }

    /// Those refused since the last that passed; none of them is to try whether the lane is open, if there is another.
    public Set<UUID> justRefused() {
        return justRefused;
    }
}
