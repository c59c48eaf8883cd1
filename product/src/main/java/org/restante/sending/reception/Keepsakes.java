package org.restante.sending.reception;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps small things through a restart, each under a name. Safe for several threads.
public interface Keepsakes {
    /// All whose names begin so.
    Map<String, byte[]> all(String beginning);

    /// Sets one, or forgets it with null; on disk soon.
    void keep(String name, byte @Nullable [] value);

    /// The same, and tells people of it as an act.
    ///
    /// @param act what was done, in words
    /// @param actor who did it
    void keep(String name, byte @Nullable [] value, String act, String actor, String reason);

    /// Keeps nothing: for servers that do not outlive a test.
    Keepsakes NONE =
            new Keepsakes() {
                @Override
                public Map<String, byte[]> all(String beginning) {
                    return Map.of();
                }

                @Override
                public void keep(String name, byte @Nullable [] value) {}

                @Override
                public void keep(
                        String name,
                        byte @Nullable [] value,
                        String act,
                        String actor,
                        String reason) {}
            };
}
