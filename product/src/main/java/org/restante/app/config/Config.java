package org.restante.app.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.restante.app.spelling.Nearest;
import org.restante.mail.message.Domain;
import org.restante.sending.dispatch.NextHopLogins;
import org.restante.sending.dispatch.TlsWishes;
import org.restante.sending.reception.ListenerSettings.Kind;
import org.restante.sending.routing.BadRouteException;
import org.restante.sending.routing.NextHop;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;

/// The whole of `restante.toml`.
public record Config(
        @Key("The server itself.") ServerSection server,
        @Key(
                        "Where mail is taken in; one table for each address and port. Without any, at 127.0.0.1:2525.")
                List<ListenerSection> listener,
        @Key(
                        "The certificate shown to clients, at STARTTLS and from the first octet; TLS 1.2 and 1.3. Read anew when it changes.")
                TlsSection tls,
        @Key("What a client may do and a session may cost.") ReceptionSection reception,
        @Key("Who may send with a password.") UsersSection users,
        @Key("Failed log-ins.") LoginBrakeSection loginBrake,
        @Key("Clients whose mail nobody wants.") BounceBrakeSection bounceBrake,
        @Key(
                        "Filters that are asked before mail is taken, in this order (milter protocol, version 6).")
                List<MilterSection> milter,
        @Key("A service that is asked last before mail is taken.") PolicySection policy,
        @Key("How long mail is tried.") QueueSection queue,
        @Key(
                        example =
                                "\"example.org\" = \"192.0.2.1:2525\"\n\"*.example.org\" = \"relay.example\"\n\"*\" = \"mx\"",
                        value =
                                "Next hops of domains: `\"example.org\" = \"192.0.2.1:2525\"`, `\"*.example.org\"` for all below it, `\"*\"` for"
                                        + " all others. `[host.example]:2525` is that host, `relay.example` its MX hosts, `lmtp:host.example:24` LMTP,"
                                        + " `mx` the domain's own MX hosts. Other mail goes where the DNS says.")
                Map<String, NextHop> routes,
        @Key(
                        value =
                                "Who we are to a next hop, as `[routes]` writes it: `[next_hop.\"relay.example\"]`.",
                        example = "relay.example")
                Map<String, NextHopSection> nextHop,
        @Key(
                        value =
                                "An address mail leaves from. Without any there is one, `default`, and the system chooses its address.",
                        example = "first")
                Map<String, SourceSection> source,
        @Key(
                        value =
                                "Sources that share mail. Without any there is one, `default`, of all sources alike.",
                        example = "default")
                Map<String, PoolSection> pool,
        @Key("Signing mail (DKIM).") SigningSection signing,
        @Key(
                        value =
                                "TLS that mail for a domain must have beside what the domain itself asks for (DANE, MTA-STS): `\"require\"`, `\"verify\"`"
                                        + " (a trusted certificate for the MX host), `\"none\"` (no TLS; only where the domain asks for nothing) or `\"usual\"`."
                                        + " `\"*.example.org\"` is for all below it, `\"*\"` for all others.",
                        example = "\"example.org\" = \"require\"")
                Map<String, TlsWishes.Wish> receiverTls,
        @Key("Bounds of lanes, over those of the providers' profiles.") LimitsSection limits,
        @Key("The pace of lanes.") PacingSection pacing,
        @Key(
                        "Sources that are new to receivers: how much bulk mail they send each day; see [warmup.md](warmup.md).")
                WarmupSection warmup,
        @Key("What is done about incidents; see [INCIDENTS.md](INCIDENTS.md).")
                ResponseSection response,
        @Key(
                        "What the DNS says of our sources and keys; a change lies on the timeline of incidents, see [INCIDENTS.md](INCIDENTS.md).")
                IdentitySection identity,
        @Key(
                        "Programs that are told what happens, by HTTP; one table for each. See [webhooks.md](webhooks.md).")
                List<WebhookSection> webhook,
        @Key(
                        name = "notify",
                        value =
                                "People who are told of incidents; one table for each circle of them. See [INCIDENTS.md](INCIDENTS.md).")
                List<NotifySection> notices,
        @Key("The HTTP interface.") HttpSection http,
        @Key("How long receivers may take.") DeliverySection delivery,
        @Key("Who is not mailed; see [suppression.md](suppression.md).")
                SuppressionSection suppression,
        @Key("Mail on disk.") SpoolSection spool,
        @Key("Events on record.") JournalSection journal,
        @Key("Events in columns, made of those on record.") StoreSection store,
        @Key(
                        "Traces: each message's life told to a collector (OpenTelemetry); see [metrics.md](metrics.md).")
                TracesSection traces,
        @Key("What the server says of its doings.") LogSection log)
        implements Checked {
    private static final String DEFAULT = "default";

    @Override
    public void check(Objections objections) {
        var good = new LinkedHashMap<String, String>();
        for (var route : routes.entrySet()) {
            good.put(route.getKey(), route.getValue().toString());
            try {
                Routes.of(good);
            } catch (BadRouteException e) {
                good.remove(route.getKey());
                objections.against(
                        "routes." + Reading.bare(route.getKey()),
                        "is wrong: " + e.getMessage(),
                        "");
            }
        }
        var hops = routes.values().stream().map(NextHop::toString).distinct().toList();
        for (var hop : nextHop.keySet()) {
            if (!hops.contains(hop)) {
                objections.against(
                        "next_hop." + Reading.bare(hop),
                        "is no next hop of [routes]",
                        hops.isEmpty()
                                ? "there is none yet"
                                : "one of " + String.join(", ", hops) + " would be right");
            }
        }
        for (var one : pool.entrySet()) {
            for (var name : one.getValue().sources().keySet()) {
                if (!source.containsKey(name)) {
                    objections.against(
                            "pool." + Reading.bare(one.getKey()) + ".sources." + Reading.bare(name),
                            "names a source that there is none of",
                            right(name, source));
                }
            }
        }
        boolean isThere =
                pool.isEmpty() ? queue.pool().equals(DEFAULT) : pool.containsKey(queue.pool());
        if (!isThere) {
            objections.against(
                    "queue.pool",
                    "is \"" + queue.pool() + "\", and there is no such pool",
                    right(queue.pool(), pool));
        }
        checkWarmup(objections);
        checkNames(objections);
        for (int i = 0; i < listener.size(); i++) {
            if (listener.get(i).kind() == Kind.IMPLICIT_TLS && tls.certificate().isEmpty()) {
                objections.against(
                        "listener[" + i + "].kind",
                        "is \"implicit-tls\", and there is no certificate",
                        "[tls] with certificate and key would be right");
            }
            for (int j = 0; j < i; j++) {
                if (listener.get(i).address().equals(listener.get(j).address())
                        && listener.get(i).address().getPort() != 0) {
                    objections.against("listener[" + i + "].address", "stands twice", "keep one");
                }
            }
        }
    }

    private void checkNames(Objections objections) {
        var names = new HashSet<String>();
        for (int i = 0; i < webhook.size(); i++) {
            if (!names.add(webhook.get(i).name().toLowerCase(Locale.ROOT))) {
                objections.against(
                        "webhook[" + i + "].name",
                        "is the name of another, \"" + webhook.get(i).name() + "\"",
                        "a name of its own would be right");
            }
        }
        names.clear();
        for (int i = 0; i < notices.size(); i++) {
            var one = notices.get(i);
            if (!names.add(one.name().toLowerCase(Locale.ROOT))) {
                objections.against(
                        "notify[" + i + "].name",
                        "is the name of another, \"" + one.name() + "\"",
                        "a name of its own would be right");
            }
            checkHooks(objections, "notify[" + i + "].webhooks", one.webhooks());
        }
    }

    private void checkHooks(Objections objections, String at, List<String> wanted) {
        var known = new LinkedHashMap<String, WebhookSection>();
        webhook.forEach(one -> known.put(one.name(), one));
        for (var name : wanted) {
            if (!known.containsKey(name)) {
                objections.against(
                        at,
                        "names \"" + name + "\", and there is no such webhook",
                        right(name, known));
            }
        }
    }

    private void checkWarmup(Objections objections) {
        for (var name : warmup.source().keySet()) {
            boolean isUnknown =
                    source.isEmpty() ? !name.equals(DEFAULT) : !source.containsKey(name);
            if (isUnknown) {
                objections.against(
                        "warmup.source." + Reading.bare(name),
                        "names a source that there is none of",
                        right(name, source));
            }
        }
        var warmed = new LinkedHashMap<String, String>();
        for (var name : warmup.pool().keySet()) {
            var members = pool.get(name);
            if (members == null) {
                objections.against(
                        "warmup.pool." + Reading.bare(name),
                        "names a pool that there is none of",
                        right(name, pool));
                continue;
            }
            for (var member : members.sources().keySet()) {
                var other = warmed.put(member, name);
                if (other != null && !warmup.source().containsKey(member)) {
                    objections.against(
                            "warmup.pool." + Reading.bare(name),
                            "and warmup.pool."
                                    + Reading.bare(other)
                                    + " share the source "
                                    + member,
                            "[warmup.source." + Reading.bare(member) + "] would be right");
                }
            }
        }
    }

    private static String right(String name, Map<String, ?> known) {
        return Nearest.of(name, known.keySet())
                .map(near -> "did you mean '" + near + "'?")
                .orElse(
                        known.isEmpty()
                                ? "there is none yet"
                                : "one of "
                                        + String.join(", ", known.keySet())
                                        + " would be right");
    }

    /// The table of routes; what stands in it has been checked.
    public Routes routeTable() {
        var table = new LinkedHashMap<String, String>();
        routes.forEach((domain, hop) -> table.put(domain, hop.toString()));
        try {
            return Routes.of(table);
        } catch (BadRouteException e) {
            throw new IllegalStateException("routes are checked when they are read", e);
        }
    }

    public NextHopLogins logins() {
        var entries = new LinkedHashMap<String, NextHopLogins.Entry>();
        nextHop.forEach((hop, section) -> entries.put(hop, section.entry()));
        return new NextHopLogins(entries);
    }

    public TlsWishes tlsWishes() {
        return new TlsWishes(receiverTls);
    }

    /// @param name the server's, given where a source has none
    private Map<String, Source> sources(Domain name) {
        var sources = new LinkedHashMap<String, Source>();
        if (source.isEmpty()) {
            sources.put(DEFAULT, Source.unbound(DEFAULT, name));
        }
        source.forEach((word, section) -> sources.put(word, section.source(word, name)));
        return sources;
    }

    /// @param name the server's, given where a source has none
    public Pools pools(Domain name) {
        var sources = sources(name);
        var pools = new ArrayList<Pool>();
        if (pool.isEmpty()) {
            var all = sources.values().stream().map(one -> new Pool.Member(one, 1)).toList();
            pools.add(new Pool(DEFAULT, all, false));
        }
        pool.forEach((word, section) -> pools.add(section.pool(word, sources)));
        return new Pools(pools, queue.pool());
    }
}
