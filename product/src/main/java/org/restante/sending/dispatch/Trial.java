package org.restante.sending.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.sending.delivery.DeliverySession;
import org.restante.sending.delivery.DeliverySession.Opening;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.delivery.Outcome;
import org.restante.sending.delivery.Peer;
import org.restante.sending.delivery.Peer.Speaks;
import org.restante.sending.delivery.Wiretaps;
import org.restante.sending.routing.Protocol;
import org.restante.sending.routing.Source;
import org.restante.sending.routing.Target;

/// One session with a receiver's host that carries no mail: whether it answers, and with which TLS. It asks no lane, logs in nowhere and
/// teaches nothing.
public final class Trial {
    private static final DeliverySettings PATIENCE = DeliverySettings.alike(Duration.ofSeconds(8));

    /// What was seen.
    public sealed interface Seen {
        /// There is no host to speak with.
        record Nowhere(String why) implements Seen {}

        /// This machine could not ask: nothing speaks of the host.
        record NotAsked(String why) implements Seen {}

        /// @param host its name and address
        record Silent(String host, Outcome outcome) implements Seen {}

        /// It greeted us and took our EHLO.
        ///
        /// @param tls the protocol's version; empty without
        /// @param noTls why TLS is not as it should be; empty where it is, or none is asked for
        record Spoke(String host, Optional<String> tls, Optional<String> noTls, Demand demand)
                implements Seen {}
    }

    private final Ways ways;
    private final TlsMeans means;
    private final LongSupplier ticker;
    private final RandomGenerator random;

    public Trial(Ways ways, TlsMeans means, LongSupplier ticker, RandomGenerator random) {
        this.ways = ways;
        this.means = means;
        this.ticker = ticker;
        this.random = random;
    }

    /// Speaks with one host of a domain, as a source would.
    ///
    /// @param host null for the most preferred one
    public Seen speak(String domain, @Nullable String host, Source source) {
        return switch (ways.of(domain, source.families())) {
            case Way.None none -> new Seen.Nowhere(none.text());
            case Way.Open way -> {
                var target = target(way, host);
                yield target.isPresent()
                        ? speak(domain, way, target.get(), source)
                        : new Seen.Nowhere(host + " is no host of " + domain + " any more");
            }
        };
    }

    private Optional<Target> target(Way.Open way, @Nullable String host) {
        List<Target> all = way.route().targets(random);
        return all.stream()
                .filter(one -> host == null || one.host().name().equalsIgnoreCase(host))
                .findFirst();
    }

    private Seen speak(String domain, Way.Open way, Target one, Source source) {
        var named = one.host().name() + " [" + one.address().getHostAddress() + "]";
        var demand = ways.demand(domain, way.route(), one);
        if (demand instanceof Demand.NotThisHost) {
            return new Seen.Nowhere(named + ": " + demand.why());
        }
        var by = means.meeting(demand, one.host().name());
        var peer =
                new Peer(
                        by.name(),
                        one.socket(),
                        way.route().protocol() == Protocol.LMTP ? Speaks.LMTP : Speaks.SMTP,
                        by.security(),
                        source.bindFor(one.address()),
                        source.ehlo().toString(),
                        source.egress(),
                        Optional.empty());
        var tap = new Wiretaps(ticker).of("trial", way.site(), source.name(), one.host().name());
        return switch (DeliverySession.open(peer, PATIENCE, by.sockets(), ticker, tap)) {
            case Opening.Open(var session) -> {
                var failure = session.tlsFailure();
                var version = session.tlsVersion();
                session.quit();
                yield new Seen.Spoke(
                        named,
                        version,
                        Optional.ofNullable(failure)
                                .map(it -> it.reason())
                                .or(() -> by.failure().map(it -> String.valueOf(it.getMessage()))),
                        demand);
            }
            case Opening.NoHandle(var why) -> new Seen.NotAsked(why);
            case Opening.Failed(var outcome, var tls) ->
                    tls == null
                            ? new Seen.Silent(named, outcome)
                            : new Seen.Spoke(
                                    named, Optional.empty(), Optional.of(tls.reason()), demand);
        };
    }
}
