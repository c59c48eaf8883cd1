package org.restante.sending.dispatch;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What the operator asks of TLS by recipient domain: `example.org`, `*.example.org` for those below it, `*` for all others; the most
/// exact counts.
public final class TlsWishes {
    /// What is asked.
    public enum Wish {
        /// No TLS, for a host whose TLS is of no use; a policy the domain itself publishes outranks it.
        NONE,
        /// As the domain's own policy has it, else where it is offered.
        USUAL,
        /// Not without, whoever's certificate.
        REQUIRE,
        /// Not without, and with a trusted certificate for the MX host.
        VERIFY
    }

    private final Map<String, Wish> wishes = new HashMap<>();

    public TlsWishes(Map<String, Wish> wishes) {
        wishes.forEach((domain, wish) -> this.wishes.put(domain.toLowerCase(Locale.ROOT), wish));
    }

    public static TlsWishes none() {
        return new TlsWishes(Map.of());
    }

    Wish of(String domain) {
        var own = wishes.get(domain);
        for (int dot = domain.indexOf('.');
                own == null && dot > 0;
                dot = domain.indexOf('.', dot + 1)) {
            own = wishes.get("*" + domain.substring(dot));
        }
        return own == null ? wishes.getOrDefault("*", Wish.USUAL) : own;
    }
}
