package org.restante.protocol.tlspolicy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;
import org.restante.dns.Tlsa;

/// Looks for the TLSA records of a host (RFC 7672 §2.2).
public final class DaneLookup {
    private static final int MOST_RECORDS = 32;

    private final Resolver resolver;

    public DaneLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /// @param host as the MX record names it
    /// @param canonical where its aliases lead; asked first, for that is who runs the host (RFC 7672 §2.2.2)
    /// @param isSecure whether the host's addresses were validated; without that there is no DANE, and nothing is asked, for the
    ///     servers of unsigned zones often fail at TLSA (RFC 7672 §2.2.2)
    public DaneFinding of(
            String host, String canonical, boolean isSecure, int port, Duration patience) {
        if (!isSecure) {
            return new DaneFinding.None("the addresses of " + host + " are not signed");
        }
        for (var base : new LinkedHashSet<>(List.of(canonical, host))) {
            var name = DnsName.of(base).flatMap(n -> n.under("_" + port + "._tcp"));
            if (name.isPresent()) {
                var finding = at(name.get(), base, patience);
                if (finding != null) {
                    return finding;
                }
            }
        }
        return new DaneFinding.None(host + " has no signed TLSA record");
    }

    /// Null when there is nothing at this name.
    private @Nullable DaneFinding at(DnsName name, String base, Duration patience) {
        return switch (resolver.ask(RecordType.TLSA, name, patience)) {
            case Answer.Found<Tlsa> found -> found.secure() ? records(found.records(), base) : null;
            case Answer.NoRecords<Tlsa> _, Answer.NoSuchName<Tlsa> _ -> null;
            case Answer.Failed<Tlsa>(_, var reason) ->
                    new DaneFinding.Unknown(
                            "the TLSA records of " + base + " could not be looked up: " + reason);
        };
    }

    private static DaneFinding records(List<Tlsa> records, String base) {
        var usable = new ArrayList<Tlsa>();
        records.stream().filter(DaneLookup::isUsable).limit(MOST_RECORDS).forEach(usable::add);
        return usable.isEmpty()
                ? new DaneFinding.Unusable("no TLSA record of " + base + " can be used for mail")
                : new DaneFinding.Found(usable, base);
    }

    /// RFC 7672 §3.1: usages 2 and 3, with a selector and a matching type that are known and data that can be one.
    static boolean isUsable(Tlsa tlsa) {
        boolean known = tlsa.usage() == 2 || tlsa.usage() == 3;
        boolean selects = tlsa.selector() == 0 || tlsa.selector() == 1;
        return known
                && selects
                && switch (tlsa.matching()) {
                    case 0 -> tlsa.data().length() > 0;
                    case 1 -> tlsa.data().length() == 64;
                    case 2 -> tlsa.data().length() == 128;
                    default -> false;
                };
    }
}
