package org.restante.app.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.restante.sending.queue.Act;
import org.restante.sending.queue.Control;

/// Which site an order means that people name as the settings do too: by the site's own name, or by a domain whose mail it takes. An order on
/// a site there is not would be believed and stop nothing.
///
/// @param siteOf the site that mail for a domain goes to now; asks the DNS
record MeantSites(Control control, KnownNames names, Function<String, Optional<String>> siteOf) {
    /// The same act, its site by the name that lanes have.
    ///
    /// @throws Problem where it names none
    Act in(Act act) throws Problem, IOException {
        return switch (act) {
            case Act.Pause(var reach, var until) -> new Act.Pause(in(reach), until);
            case Act.Limit(var reach, var connections, var rate, var until) ->
                    new Act.Limit(in(reach), connections, rate, until);
            case Act.Hold _, Act.Release _, Act.Retry _, Act.Remove _, Act.Bounce _, Act.Move _ ->
                    act;
        };
    }

    private Act.Reach in(Act.Reach reach) throws Problem, IOException {
        if (reach.site().isEmpty()) {
            return reach;
        }
        return new Act.Reach(
                Optional.of(named(reach.site().get())),
                reach.source(),
                reach.domain(),
                reach.provider());
    }

    /// The site by the name that lanes have.
    ///
    /// @throws Problem where there is none of it
    String named(String written) throws Problem, IOException {
        var sites = sites();
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
            throw Problem.field("site", objection(written, sites));
        }
        return found.get();
    }

    private List<String> sites() throws IOException {
        return control.lanes().stream().map(lane -> lane.standing().site()).distinct().toList();
    }

    private static String objection(String written, List<String> sites) {
        return sites.isEmpty()
                ? "is '"
                        + Faults.shortened(written)
                        + "', and no mail has gone to any site yet; a domain whose mail it takes would be right"
                : KnownNames.objection(written, sites) + " So would a domain whose mail it takes.";
    }
}
