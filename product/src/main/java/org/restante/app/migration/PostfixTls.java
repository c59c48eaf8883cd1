package org.restante.app.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.restante.app.migration.PostfixFiles.Entry;
import org.restante.app.migration.PostfixRoutes.Way;
import org.restante.mail.message.Domain;

/// What TLS Postfix demands (`smtp_tls_security_level`, `smtp_tls_policy_maps`) as `[receiver_tls]`. Postfix asks it of the next hop, we of the
/// recipient's domain: each domain gets what is asked of the hop its mail goes to. Where both cannot be, the stricter one is kept.
final class PostfixTls {
    static final String POLICIES = "smtp_tls_policy_maps";

    private static final String LEVEL = "smtp_tls_security_level";

    private static final String DANE =
            "DANE was demanded; \"verify\" asks for DANE where the domain publishes it, else for a trusted certificate that names the MX host";

    private static final String PINNED =
            "certificates cannot be pinned; \"verify\" asks for a trusted one, which a host that signs its own does not have (\"require\" takes any)";

    /// Of the words of `[receiver_tls]`, the laxest first.
    private static final List<String> WISHES = List.of("none", "usual", "require", "verify");

    private static final Map<String, String> LEVELS =
            Map.of(
                    "none",
                    "none",
                    "may",
                    "usual",
                    "encrypt",
                    "require",
                    "dane",
                    "usual",
                    "half-dane",
                    "usual",
                    "dane-only",
                    "verify",
                    "fingerprint",
                    "verify",
                    "verify",
                    "verify",
                    "secure",
                    "verify");

    /// @param wish a word of `[receiver_tls]`
    private record Demand(String wish, Origin origin) {}

    private final PostfixFiles files;
    private final PostfixRoutes routes;
    private final Draft draft;
    private final Map<String, Demand> policies = new LinkedHashMap<>();
    private final Map<String, Demand> demands = new LinkedHashMap<>();

    PostfixTls(PostfixFiles files, PostfixRoutes routes, Draft draft) {
        this.files = files;
        this.routes = routes;
        this.draft = draft;
    }

    /// Whether a line of a table that no parameter speaks of is one of demands.
    static boolean isOne(Entry line) {
        return LEVELS.containsKey(line.value().split("\\s+")[0]);
    }

    /// Whether the parameter is one of those that are read here.
    static boolean isOne(String parameter) {
        return switch (parameter) {
            case LEVEL,
                    POLICIES,
                    "lmtp_tls_security_level",
                    "smtp_use_tls",
                    "smtp_enforce_tls",
                    "smtp_tls_enforce_peername" ->
                    true;
            default -> false;
        };
    }

    /// Needs the routes.
    void all() {
        tables();
        var lines = new ArrayList<>(files.entriesOf(POLICIES));
        files.entriesOfNone().stream().filter(PostfixTls::isOne).forEach(lines::add);
        lines.forEach(this::policy);
        main();
        var usual =
                of(
                        routes.ways().stream()
                                .filter(one -> one.domain().equals("*"))
                                .findFirst()
                                .orElse(Way.own("*")));
        if (!usual.wish().equals("usual")) {
            demands.put("*", usual);
        }
        policies.forEach(this::ofDomain);
        routes.ways().forEach(this::ofWay);
        demands.forEach((domain, demand) ->
                draft.set("receiver_tls", domain, Draft.text(demand.wish()), demand.origin()));
    }

    private void tables() {
        var found = files.main().get(POLICIES);
        if (found == null) {
            return;
        }
        for (var table : files.named(POLICIES)) {
            if (table.startsWith("socketmap:") || table.startsWith("tcp:")) {
                draft.leave(
                        found.origin(),
                        table
                                + " is asked by Postfix alone; MTA-STS and DANE are heeded without it");
            } else if (files.entriesOf(POLICIES).stream()
                    .noneMatch(one -> PostfixFiles.isOf(one, table))) {
                draft.leave(
                        found.origin(),
                        "the table "
                                + table
                                + " was not handed in; name its file too, or what it says must be encrypted may go in the clear");
            }
        }
    }

    /// What the level of all mail is more than what is written for it.
    private void main() {
        var found = files.main().get(LEVEL);
        var level = files.value(LEVEL);
        if (found == null || level == null || level.isEmpty()) {
            return;
        }
        boolean isRelayed = !routes.way("*").hop().isEmpty();
        if (!LEVELS.containsKey(level)) {
            draft.leave(
                    found.origin(),
                    "'"
                            + level
                            + "' is no level of TLS; what was meant would stand in [receiver_tls]");
        } else if (level.startsWith("dane") && isRelayed) {
            draft.leave(
                    found.origin(),
                    "DANE is looked up for the MX hosts of domains, not for the next hops of [routes]"
                            + (level.equals("dane")
                                    ? "; \"require\" or \"verify\" in [receiver_tls] would demand TLS of them"
                                    : ": \"verify\" asks for a trusted certificate"));
        } else if (level.equals("dane-only")) {
            draft.leave(found.origin(), DANE);
        } else if (level.equals("fingerprint")) {
            draft.leave(found.origin(), PINNED);
        } else if (level.equals("secure") && !routes.way("*").hop().startsWith("[")) {
            draft.leave(
                    found.origin(),
                    "the certificate had to name the domain or what lies below it; \"verify\" asks for a trusted one that names the MX host");
        }
    }

    private void policy(Entry line) {
        if (line.key().startsWith("/")) {
            draft.leave(line.origin(), PostfixFiles.PATTERN);
            return;
        }
        var words = line.value().split("\\s+");
        var wish = LEVELS.get(words[0].toLowerCase(Locale.ROOT));
        if (wish == null) {
            draft.leave(
                    line.origin(),
                    "'"
                            + words[0]
                            + "' is no level of TLS; what was meant would stand in [receiver_tls]");
            return;
        }
        level(words[0].toLowerCase(Locale.ROOT), line, List.of(words).subList(1, words.length));
        policies.put(line.key().toLowerCase(Locale.ROOT), new Demand(wish, line.origin()));
    }

    /// What `verify` is less than.
    private void level(String level, Entry line, List<String> attributes) {
        var names = value(attributes, "match");
        switch (level) {
            case "dane-only" -> draft.leave(line.origin(), DANE);
            case "fingerprint" -> draft.leave(line.origin(), PINNED);
            case "secure", "verify" -> {
                boolean isHost = line.key().startsWith("[") || names.equals("hostname");
                boolean isNamed = !names.isEmpty() && !names.equals("hostname");
                if (isNamed || (level.equals("secure") && !isHost)) {
                    draft.leave(
                            line.origin(),
                            "the certificate had to name "
                                    + (isNamed ? names : line.key() + " or what lies below it")
                                    + "; \"verify\" asks for a trusted one that names the MX host");
                }
            }
            default -> {}
        }
        for (var one : attributes) {
            if (!one.startsWith("match=")) {
                draft.leave(
                        line.origin(), one + " is not of one domain; TLS 1.2 and 1.3 are spoken");
            }
        }
    }

    private static String value(List<String> attributes, String name) {
        return attributes.stream()
                .filter(one -> one.startsWith(name + "="))
                .map(one -> one.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    /// What is asked of the mail that goes this way.
    private Demand of(Way way) {
        var key = way.hop().isEmpty() ? way.domain() : way.hop();
        return policy(key).orElseGet(() -> ofTransport(way));
    }

    private Optional<Demand> policy(String hop) {
        var key = hop.toLowerCase(Locale.ROOT);
        var found = policies.get(key.startsWith("*.") ? key.substring(1) : key);
        for (int dot = key.indexOf('.', key.startsWith("*.") ? 2 : 0);
                found == null && dot > 0 && !key.startsWith("[");
                dot = key.indexOf('.', dot + 1)) {
            found = policies.get(key.substring(dot));
        }
        return Optional.ofNullable(found);
    }

    private Demand ofTransport(Way way) {
        var name = way.transport().isEmpty() ? "smtp" : way.transport();
        for (var service : files.services()) {
            var level = service.options().get(LEVEL);
            if (service.name().equals(name) && service.type().equals("unix") && level != null) {
                var wish = LEVELS.get(files.expanded(level));
                if (wish != null) {
                    return new Demand(wish, service.origin().of(name + " -o " + LEVEL));
                }
            }
        }
        return ofMain(name.equals("lmtp") ? "lmtp_tls_security_level" : LEVEL, way.origin());
    }

    private Demand ofMain(String parameter, Origin otherwise) {
        var level = files.value(parameter);
        var found = files.main().get(parameter);
        if (found != null && level != null && !level.isEmpty()) {
            return new Demand(LEVELS.getOrDefault(level, "usual"), found.origin());
        }
        var enforced = files.main().get("smtp_enforce_tls");
        if (enforced != null && "yes".equals(files.value("smtp_enforce_tls"))) {
            boolean isNamed = !"no".equals(files.value("smtp_tls_enforce_peername"));
            return new Demand(isNamed ? "verify" : "require", enforced.origin());
        }
        return new Demand("usual", otherwise);
    }

    /// A demand of a domain, or of all below it, is one of its mail while that goes to the domain itself.
    private void ofDomain(String key, Demand demand) {
        boolean isHop = routes.ways().stream().anyMatch(one -> one.hop().equalsIgnoreCase(key));
        var domain = key.startsWith(".") ? "*" + key : key;
        if (Domain.of(domain.startsWith("*.") ? domain.substring(2) : domain).isEmpty()) {
            if (!isHop) {
                draft.leave(demand.origin(), "no mail goes there by the files that were handed in");
            }
            return;
        }
        var hop = routes.way(domain).hop();
        if (hop.isEmpty() || hop.equalsIgnoreCase(key)) {
            demands.put(domain, demand);
            return;
        }
        var asked = of(routes.way(domain));
        if (WISHES.indexOf(demand.wish()) <= WISHES.indexOf(asked.wish())) {
            if (!isHop) {
                draft.leave(
                        demand.origin(),
                        "no mail goes there by itself: that for "
                                + domain
                                + " goes to "
                                + hop
                                + ", which \""
                                + asked.wish()
                                + "\" is asked of");
            }
            return;
        }
        demands.put(domain, demand);
        draft.leave(
                demand.origin(),
                "Postfix asks it of the next hop, and that is "
                        + hop
                        + " here, which "
                        + (asked.wish().equals("usual")
                                ? "nothing was asked of"
                                : "\"" + asked.wish() + "\" was asked of")
                        + "; written for the mail of "
                        + domain
                        + " all the same");
    }

    private void ofWay(Way way) {
        if (way.domain().equals("*") || demands.containsKey(way.domain())) {
            return;
        }
        var asked = of(way);
        if (!asked.wish().equals(written(way.domain()))) {
            demands.put(way.domain(), new Demand(asked.wish(), asked.origin()));
        }
    }

    /// What a domain would get by what is written so far.
    private String written(String domain) {
        var found = demands.get(domain);
        for (int dot = domain.indexOf('.', domain.startsWith("*.") ? 2 : 0);
                found == null && dot > 0;
                dot = domain.indexOf('.', dot + 1)) {
            found = demands.get("*" + domain.substring(dot));
        }
        var usual = demands.get("*");
        return found != null ? found.wish() : usual != null ? usual.wish() : "usual";
    }
}
