package org.restante.sending.dispatch;

import java.time.Duration;
import org.restante.mail.message.Domain;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.TlsPolicies;
import org.restante.protocol.tlspolicy.TlsPolicies.MailServer;
import org.restante.sending.routing.Route;
import org.restante.sending.routing.Target;

/// What TLS a session must have: what the recipient's domain publishes (DANE, MTA-STS) and what the operator asks for, whichever is
/// more. Nothing makes a published demand less.
public final class TlsDemands {
    private final TlsPolicies policies;
    private final TlsWishes wishes;
    private final Duration patience;

    /// @param patience how long finding out may take
    public TlsDemands(TlsPolicies policies, TlsWishes wishes, Duration patience) {
        this.policies = policies;
        this.wishes = wishes;
        this.patience = patience;
    }

    /// May wait for the DNS and a web server.
    ///
    /// @param domain of the recipients
    public Demand of(String domain, Route.Reachable route, Target target) {
        return withWish(wishes.of(domain), published(domain, route, target), domain, target);
    }

    /// A next hop of the operator's is not what the domain's policy speaks of.
    private Demand published(String domain, Route.Reachable route, Target target) {
        var name = Domain.of(domain);
        if (route.isFixed() || name.isEmpty()) {
            return new Demand.Opportunistic(
                    route.isFixed() ? "the next hop is the operator's" : domain + " has no policy");
        }
        var host = target.host();
        return policies.of(
                new MailServer(
                        name.get(),
                        route.secure(),
                        host.name(),
                        host.canonical(),
                        host.secure(),
                        target.port()),
                patience);
    }

    private static Demand withWish(
            TlsWishes.Wish wish, Demand published, String domain, Target target) {
        var why = "the configuration asks for it for " + domain;
        return switch (published) {
            case Demand.Opportunistic _ ->
                    switch (wish) {
                        case NONE -> new Demand.Plain(why);
                        case USUAL -> published;
                        case REQUIRE -> new Demand.Encrypted(why);
                        case VERIFY -> new Demand.Authorities(target.host().name(), true, why);
                    };
            case Demand.Encrypted _ ->
                    wish == TlsWishes.Wish.VERIFY
                            ? new Demand.Authorities(target.host().name(), true, why)
                            : published;
            case Demand.Authorities(var host, var enforced, _) ->
                    enforced || wish == TlsWishes.Wish.NONE || wish == TlsWishes.Wish.USUAL
                            ? published
                            : wish == TlsWishes.Wish.VERIFY
                                    ? new Demand.Authorities(host, true, why)
                                    : new Demand.Encrypted(why);
            case Demand.Dane _, Demand.NotThisHost _, Demand.Plain _ -> published;
        };
    }
}
