package org.restante.app.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What TLS KumoMTA demands (`enable_tls`), as `[receiver_tls]`.
final class KumoTls {
    /// By the word of KumoMTA, in lower case.
    private static final Map<String, String> WISHES =
            Map.of(
                    "disabled", "none",
                    "opportunistic", "usual",
                    "opportunisticinsecure", "usual",
                    "required", "verify",
                    "requiredinsecure", "require");

    private record Demand(String domain, String wish, Origin origin) {}

    private final Draft draft;
    private final List<Demand> demands = new ArrayList<>();
    private String usual = "usual";

    KumoTls(Draft draft) {
        this.draft = draft;
    }

    /// The word of `[receiver_tls]`; one that is none is given back as it is.
    static String wish(String level) {
        return WISHES.getOrDefault(level.toLowerCase(Locale.ROOT), level);
    }

    /// @param domains whom it is of: `*` for all, else those of a domain's or a provider's table that are known
    /// @param others whose MX hosts it is of besides; empty where there are none
    void demand(List<String> domains, String others, String level, Origin origin) {
        var wish = WISHES.get(level.toLowerCase(Locale.ROOT));
        if (wish == null) {
            draft.leave(
                    origin,
                    "'"
                            + level
                            + "' is no demand of TLS; what was meant would stand in [receiver_tls]");
            return;
        }
        if (level.equalsIgnoreCase("opportunistic")) {
            draft.leave(
                    origin,
                    "a host that offers TLS had to have a valid certificate; here any is taken unless MTA-STS or DANE says more: \"verify\" in"
                            + " [receiver_tls] demands TLS and a good one");
        }
        for (var domain : domains) {
            demands.add(new Demand(domain, wish, origin));
            if (domain.equals("*")) {
                usual = wish;
            }
        }
        if (!others.isEmpty() && !level.equalsIgnoreCase("opportunistic")) {
            draft.leave(origin, "\"" + wish + "\" " + others);
        }
    }

    /// Writes what is another than what is of all mail.
    void finish() {
        for (var one : demands) {
            boolean isOfAll = one.domain().equals("*");
            if (!one.wish().equals(isOfAll ? "usual" : usual)) {
                draft.set("receiver_tls", one.domain(), Draft.text(one.wish()), one.origin());
            }
        }
    }
}
