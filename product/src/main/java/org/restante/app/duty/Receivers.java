package org.restante.app.duty;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.analysis.KnownPlaces;
import org.restante.mail.event.Event;

/// Whose hosts take the mail of each domain, as attempts have shown it. Bounded: the domain not met for longest goes first. One
/// thread's.
final class Receivers {
    private static final int MOST_DOMAINS = 20_000;

    /// @param provider null where nobody known runs the hosts
    /// @param site as it is named where mail is paced
    record Receiver(@Nullable String provider, String site) {}

    private final KnownPlaces places;

    private final Map<String, Receiver> byDomain =
            new LinkedHashMap<>(64, .75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Receiver> eldest) {
                    return size() > MOST_DOMAINS;
                }
            };

    /// @param places by which the site of a host is told that an event does not name
    Receivers(KnownPlaces places) {
        this.places = places;
    }

    /// Who was last seen to take the domain's mail.
    Optional<Receiver> known(String domain) {
        return Optional.ofNullable(byDomain.get(domain));
    }

    /// Whose hosts take the mail; where the DNS does not tell them now, those that took it before. Null where the event names neither a site
    /// nor a domain.
    @Nullable Receiver of(Event event) {
        var domain = event.recipientDomain();
        var site = site(event);
        var tried = event.attempt();
        if (site != null && domain != null && tried != null && tried.mxHost() != null) {
            var found = new Receiver(event.provider(), site);
            if (!found.equals(byDomain.get(domain))) {
                byDomain.put(domain, found);
            }
            return found;
        }
        var known = domain == null ? null : byDomain.get(domain);
        if (known != null) {
            return known;
        }
        var named = site != null ? site : domain;
        return named == null ? null : new Receiver(event.provider(), named);
    }

    /// Other servers' logs name the host alone; where nobody's is named, the provider of the domain is one site.
    private @Nullable String site(Event event) {
        var tried = event.attempt();
        var domain = event.recipientDomain();
        if (event.site() != null || domain == null || event.origin().equals(IncidentWatch.OURS)) {
            return event.site();
        }
        var host = tried == null ? null : tried.mxHost();
        return host == null ? event.provider() : places.of(host, domain).site();
    }
}
