package org.restante.sending.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    public void refused(UUID id) {
        int refusals = refusals(suspects.remove(id));
        if (suspects.size() >= MOST) {
            suspects.remove(suspects.keySet().iterator().next());
        }
        suspects.put(id, new Suspect(refusals, passes));
        if (justRefused.size() < MOST_JUST_REFUSED) {
            justRefused.add(id);
        }
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
