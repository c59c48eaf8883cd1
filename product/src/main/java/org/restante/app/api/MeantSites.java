package org.restante.app.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.Control;
import org.restante.sending.queue.Facet;
import org.restante.sending.queue.Filter;

/// Which site an order or a filter means that people name as the settings do too: by the site's own name, or by a domain whose mail it takes. What names
/// a site there is not would be believed and concern nothing.
///
/// @param siteOf the site that mail for a domain goes to now; asks the DNS
record MeantSites(Control control, KnownNames names, Function<String, Optional<String>> siteOf) {
    /// The same act, its site by the name that lanes have.
    ///
    /// @throws Problem where it names none
    Act in(Act act, Call call) throws Problem, IOException {
        return switch (act) {
            case Act.Pause(var reach, var until) -> new Act.Pause(in(reach, call), until);
            case Act.Limit(var reach, var connections, var rate, var until) ->
                    new Act.Limit(in(reach, call), connections, rate, until);
            case Act.Hold _, Act.Release _, Act.Retry _, Act.Remove _, Act.Bounce _, Act.Move _ ->
                    act;
        };
    }

    /// The same of a filter of mail.
    Filter in(Filter mail, Call call) throws Problem, IOException {
        var written = mail.values().get(Facet.SITE);
        if (written == null) {
            return mail;
        }
        List<String> meant = new ArrayList<>();
        for (var one : written) {
            meant.add(named(one, call));
        }
        return mail.with(Facet.SITE, meant.stream().distinct().toArray(String[]::new));
    }

    private Act.Reach in(Act.Reach reach, Call call) throws Problem, IOException {
        if (reach.site().isEmpty()) {
            return reach;
        }
        return new Act.Reach(
                Optional.of(named(reach.site().get(), call)),
                reach.source(),
                reach.domain(),
                reach.provider());
    }

    /// The site by the name that lanes have.
    ///
    /// @throws Problem where there is none of it
    String named(String written, Call call) throws Problem, IOException {
        var sites = control.sites();
        for (var site : sites) {
            if (site.equalsIgnoreCase(written)) {
                return site;
            }
        }
        // A route's next hop, and a provider's site, may have had no mail yet.
        if (written.indexOf(':') >= 0 || names.providers().get().contains(written)) {
            return written;
        }
        var found = written.indexOf('.') > 0 ? siteOf.apply(written) : Optional.<String>empty();
        if (found.isEmpty()) {
            throw Problem.field("site", objection(written, sites, call));
        }
        return found.get();
    }

    /// Where others' mail goes is not told to a tenant.
    private static String objection(String written, List<String> sites, Call call) {
        var found = "is '" + Faults.shortened(written) + "'";
        if (call.token().client().tenant().isPresent()) {
            return found + "; the site of mail that waits, or a domain of it, would be right";
        }
        return sites.isEmpty()
                ? found
                        + ", and no mail has gone to any site yet; a domain whose mail it takes would be right"
                : KnownNames.objection(written, sites) + " So would a domain whose mail it takes.";
    }
}
