package org.restante.app.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.sending.pacing.LaneLimits;

/// `[limits]`: the operator's bounds, over those of the provider's profile. The most exact one wins: site, provider, all.
public record LimitsSection(
        @Key("every lane") LaneSection all,
        @Key(
                        value =
                                "lanes to a provider's sites, by the word that `restante explain` shows: `[limits.provider.gmail]`",
                        example = "gmail")
                Map<String, LaneSection> provider,
        @Key(
                        value =
                                "lanes to one site: the domain the MX hosts are of, or a route's next hop as it is written:"
                                        + " `[limits.site.\"example.com\"]`",
                        example = "example.com")
                Map<String, LaneSection> site) {
    /// @param profile what the provider's profile says
    /// @param word the provider's, null where it is unknown
    public LaneLimits of(String at, @Nullable String word, LaneLimits profile) {
        var limits = all.over(profile);
        if (word != null) {
            limits = provider.getOrDefault(word, LaneSection.NOTHING).over(limits);
        }
        return site.getOrDefault(at, LaneSection.NOTHING).over(limits);
    }
}
