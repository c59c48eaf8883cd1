package org.restante.app.migration;

import java.util.LinkedHashMap;
import java.util.Map;

/// What TLS PowerMTA demands (`use-starttls`, `require-starttls`), as `[receiver_tls]`.
final class PowerMtaTls {
    private record Demand(String wish, Origin origin) {}

    private final Draft draft;
    private final Map<String, Demand> demands = new LinkedHashMap<>();

    PowerMtaTls(Draft draft) {
        this.draft = draft;
    }

    /// @param domain `*` for all
    /// @param name `use-starttls` or `require-starttls`
    void say(String domain, String name, String value, Origin origin) {
        boolean isOn = value.matches("(?i)yes|true|1");
        if (name.equals("require-starttls")) {
            if (isOn || !demands.containsKey(domain)) {
                demands.put(domain, new Demand(isOn ? "require" : "usual", origin));
            }
        } else if (!demands.containsKey(domain) || demands.get(domain).wish().equals("usual")) {
            demands.put(domain, new Demand(isOn ? "usual" : "none", origin));
        }
    }

    /// Writes what is another than what is of all mail.
    void finish() {
        var all = demands.get("*");
        var usual = all == null ? "usual" : all.wish();
        demands.forEach((domain, demand) -> {
            if (!demand.wish().equals(domain.equals("*") ? "usual" : usual)) {
                draft.set("receiver_tls", domain, Draft.text(demand.wish()), demand.origin());
            }
        });
    }
}
