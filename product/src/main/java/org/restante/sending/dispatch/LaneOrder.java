package org.restante.sending.dispatch;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What people have ordered for lanes: those that have all that is named here.
///
/// @param connections at once, at most
public record LaneOrder(
        Optional<String> site,
        Optional<String> source,
        Optional<String> provider,
        boolean isPause,
        OptionalInt connections,
        OptionalInt messagesPerHour) {
    public boolean concerns(LaneStanding lane) {
        return concerns(lane.site(), lane.source(), lane.provider());
    }

    boolean concerns(String ofSite, String ofSource, @Nullable String ofProvider) {
        return (site.isEmpty() || site.filter(ofSite::equalsIgnoreCase).isPresent())
                && (source.isEmpty() || source.filter(ofSource::equals).isPresent())
                && (provider.isEmpty()
                        || ofProvider != null && provider.filter(ofProvider::equals).isPresent());
    }

    /// The smaller of two limits.
    static OptionalInt least(OptionalInt one, OptionalInt other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()));
    }
}
