package org.restante.app.config;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.sending.pacing.LaneLimits;

/// `[limits]`: the operator's bounds, over those of the provider's profile. The most exact one wins: site, provider, all. A site is meant by its own name
/// before a domain of it.
public record LimitsSection(
        @Key("every lane") LaneSection all,
        @Key(
                        value =
                                "lanes to a provider's sites, by the word that `restante explain` shows: `[limits.provider.gmail]`",
                        example = "gmail")
                Map<String, LaneSection> provider,
        @Key(
                        value =
                                "lanes to one site, by a domain whose mail it takes, the domain its MX hosts are of, or a route's next hop as it"
                                        + " is written: `[limits.site.\"example.com\"]`. All mail that the site takes counts, whatever its domain",
                        example = "example.com")
                Map<String, LaneSection> site) {
    /// @param domains those named here that are of the site; where they are several the least of each limit counts
    /// @param profile what the provider's profile says
    /// @param word the provider's, null where it is unknown
    public LaneLimits of(
            String at, Set<String> domains, @Nullable String word, LaneLimits profile) {
        var limits = all.over(profile);
        if (word != null) {
            limits = provider.getOrDefault(word, LaneSection.NOTHING).over(limits);
        }
        var together = LaneSection.NOTHING;
        for (var domain : domains) {
            together = together.least(site.getOrDefault(domain, LaneSection.NOTHING));
        }
        return site.getOrDefault(at, LaneSection.NOTHING).over(together.over(limits));
    }
}
