package org.restante.app.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.migration.PostfixFiles.Entry;
import org.restante.sending.routing.BadRouteException;
import org.restante.sending.routing.NextHop;

/// Where Postfix sends mail: `relayhost` and the table of transports (`transport(5)`).
final class PostfixRoutes {
    static final Set<String> SMTP = Set.of("smtp", "relay", "lmtp");

    static final String TRANSPORTS = "transport_maps";

    private static final Set<String> OTHERS =
            Set.of("error", "retry", "discard", "local", "virtual", "pipe");
    private static final Pattern HOP = Pattern.compile("(\\[[^]]+]|[^:\\[\\]]+)(?::(\\w+))?");

    /// Where mail for a domain goes.
    ///
    /// @param domain as `[routes]` has it: `example.org`, `*.example.org`, `*`
    /// @param transport empty for the usual one
    /// @param hop as Postfix has it; empty for the domain's own MX hosts
    record Way(String domain, String transport, String hop, Origin origin) {
        /// Where mail goes of which nothing is said.
        static Way own(String domain) {
            return new Way(domain, "", "", new Origin("", 0, domain));
        }
    }

    private final PostfixFiles files;
    private final Draft draft;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    PostfixRoutes(PostfixFiles files, Draft draft) {
        this.files = files;
        this.draft = draft;
    }

    /// Reads what the files say, and writes the routes.
    void all() {
        relayhost();
        var left = new ArrayList<Entry>();
        for (var line : transports()) {
            if (!isOfDomain(line) || !transport(line)) {
                left.add(line);
            }
        }
        left.forEach(this::leave);
        ways.values().forEach(this::write);
    }

    /// The lines that say by which transport mail goes.
    List<Entry> transports() {
        var lines = new ArrayList<>(files.entriesOf(TRANSPORTS));
        files.entriesOfNone().stream()
                .filter(one -> !PostfixLogins.isOne(one) && !PostfixTls.isOne(one))
                .forEach(lines::add);
        return lines;
    }

    /// Which of the lines that were read speak of a transport.
    List<Way> ways() {
        return List.copyOf(ways.values());
    }

    /// The way that mail for the domain takes.
    ///
    /// @param domain `example.org` or `*.example.org`
    Way way(String domain) {
        var exact = ways.get(domain);
        for (int dot = domain.indexOf('.', domain.startsWith("*.") ? 2 : 0);
                exact == null && dot > 0;
                dot = domain.indexOf('.', dot + 1)) {
            exact = ways.get("*" + domain.substring(dot));
        }
        return exact == null ? ways.getOrDefault("*", Way.own(domain)) : exact;
    }

    /// Postfix tries several one after the other; a next hop of the usual transport goes before them.
    private void relayhost() {
        var usual = files.value("default_transport");
        var usualFrom = files.main().get("default_transport");
        int colon = usual == null ? -1 : usual.indexOf(':');
        var transport = usual == null ? "" : colon < 0 ? usual : usual.substring(0, colon);
        var own = usual == null || colon < 0 ? "" : usual.substring(colon + 1).strip();
        var found = files.main().get("relayhost");
        var hops = files.named("relayhost");
        var hop = hops.isEmpty() ? "" : hops.getFirst();
        if (usualFrom != null && !isSent(transport)) {
            draft.leave(
                    usualFrom.origin(),
                    "there is no transport '"
                            + transport
                            + "'; mail goes to "
                            + (hop.isEmpty() ? "its MX hosts" : hop)
                            + " now");
        } else if (usualFrom != null && (!own.isEmpty() || !SMTP.contains(transport))) {
            ways.put("*", new Way("*", transport, own.isEmpty() ? hop : own, usualFrom.origin()));
            return;
        }
        if (found == null || hops.isEmpty()) {
            return;
        }
        ways.put("*", new Way("*", "", hop, found.origin()));
        if (hops.size() > 1) {
            draft.leave(
                    found.origin(),
                    "a route has one next hop; "
                            + String.join(", ", hops.subList(1, hops.size()))
                            + ", which Postfix tries after the first, is not used");
        }
    }

    /// @return false where it is one that mail cannot be sent by from here
    private boolean transport(Entry line) {
        int colon = line.value().indexOf(':');
        var transport = colon < 0 ? line.value() : line.value().substring(0, colon);
        var hop = colon < 0 ? "" : line.value().substring(colon + 1).strip();
        var domain = line.key().startsWith(".") ? "*" + line.key() : line.key();
        if (!isSent(transport) || (!hop.isEmpty() && written(transport, hop).isEmpty())) {
            return false;
        }
        var meant = hop;
        if (transport.isEmpty() && hop.isEmpty()) {
            meant = String.join("", files.named("relayhost").stream().limit(1).toList());
        }
        var before = ways.put(domain, new Way(domain, transport, meant, line.origin()));
        if (before != null && !before.hop().equals(meant)) {
            draft.leave(before.origin(), before.hop() + " is overruled by " + line.origin());
        }
        return true;
    }

    /// A transport of which nothing is said is one of SMTP with settings of its own.
    private boolean isSent(String transport) {
        return !OTHERS.contains(transport)
                && files.services().stream()
                        .filter(one -> one.name().equals(transport))
                        .allMatch(
                                one -> !one.type().equals("unix") || SMTP.contains(one.command()));
    }

    private static boolean isOfDomain(Entry line) {
        return !line.key().startsWith("/") && line.key().indexOf('@') < 0;
    }

    private void leave(Entry line) {
        if (!isOfDomain(line)) {
            draft.leave(
                    line.origin(),
                    line.key().startsWith("/")
                            ? PostfixFiles.PATTERN
                            : "mail is routed by domain, not by address");
            return;
        }
        int colon = line.value().indexOf(':');
        var transport = colon < 0 ? line.value() : line.value().substring(0, colon);
        var domain = line.key().startsWith(".") ? "*" + line.key() : line.key();
        var hop = way(domain).hop();
        draft.leave(
                line.origin(),
                (isSent(transport)
                                ? "'"
                                        + line.value().substring(colon + 1)
                                        + "' is no next hop that mail can be sent to by SMTP or LMTP"
                                : "there is no transport '" + transport + "'")
                        + "; mail for "
                        + domain
                        + " goes to "
                        + (hop.isEmpty() ? "its MX hosts" : hop)
                        + " now");
    }

    /// What mail does anyway needs no route.
    private void write(Way way) {
        var hop = way.hop();
        if (hop.isEmpty()) {
            if (isWithinAnother(way.domain())) {
                draft.set("routes", way.domain(), Draft.text("mx"), way.origin());
            }
            return;
        }
        var text = written(way.transport(), hop);
        if (text.isEmpty()) {
            draft.leave(
                    way.origin(),
                    "'" + hop + "' is no next hop that mail can be sent to by SMTP or LMTP");
        } else if (!isWithinSame(way)) {
            draft.set("routes", way.domain(), Draft.text(text), way.origin());
        }
    }

    private boolean isWithinAnother(String domain) {
        return !domain.equals("*") && !wider(domain).hop().isEmpty();
    }

    /// An entry that changes neither transport nor next hop says nothing where a wider one does not.
    private boolean isWithinSame(Way way) {
        return way.transport().isEmpty()
                && !way.domain().equals("*")
                && wider(way.domain()).hop().equals(way.hop());
    }

    private Way wider(String domain) {
        for (int dot = domain.indexOf('.', domain.startsWith("*.") ? 2 : 0);
                dot > 0;
                dot = domain.indexOf('.', dot + 1)) {
            var wider = ways.get("*" + domain.substring(dot));
            if (wider != null) {
                return wider;
            }
        }
        return ways.getOrDefault("*", Way.own(domain));
    }

    /// The next hop as `[routes]` has it; empty when it is none.
    static String written(String transport, String hop) {
        var parts = HOP.matcher(hop.replaceFirst("^inet:", ""));
        if (!parts.matches()) {
            return "";
        }
        var text = hop(parts.group(1), parts.group(2));
        try {
            return NextHop.parse((transport.equals("lmtp") ? "lmtp:" : "") + text).toString();
        } catch (BadRouteException _) {
            return "";
        }
    }

    /// The same of one that is written without a transport; empty when it is none.
    static String written(String hop) {
        return written("", hop);
    }

    /// @param port null where there is none
    private static String hop(String host, @Nullable String port) {
        return host + (port == null ? "" : ":" + port(port));
    }

    private static String port(String word) {
        return switch (word) {
            case "smtp" -> "25";
            case "submission" -> "587";
            case "smtps", "submissions" -> "465";
            case "lmtp" -> "24";
            default -> word;
        };
    }
}
