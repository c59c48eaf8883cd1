package org.restante.protocol.tlspolicy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.restante.mail.message.Domain;

/// Says what TLS a receiver asks for, host by host.
public final class TlsPolicies {
    /// One MX host of a domain, as routing found it.
    ///
    /// @param domain whose MX records were used
    /// @param mxIsSecure whether the MX records were validated; without that anybody could have named the host (RFC 7672 §2.2.1)
    /// @param host as the MX record names it
    /// @param canonical where its aliases lead
    /// @param hostIsSecure whether its addresses were validated
    public record MailServer(
            Domain domain,
            boolean mxIsSecure,
            String host,
            String canonical,
            boolean hostIsSecure,
            int port) {}

    private final DaneLookup dane;
    private final StsPolicies sts;

    public TlsPolicies(DaneLookup dane, StsPolicies sts) {
        this.dane = dane;
        this.sts = sts;
    }

    public Demand of(MailServer server, Duration patience) {
        if (!server.mxIsSecure()) {
            return bySts(server, patience);
        }
        var found =
                dane.of(
                        server.host(),
                        server.canonical(),
                        server.hostIsSecure(),
                        server.port(),
                        patience);
        return switch (found) {
            case DaneFinding.Found(var records, var base) ->
                    new Demand.Dane(
                            records,
                            Stream.of(base, server.host(), server.domain().ascii())
                                    .distinct()
                                    .toList(),
                            base + " publishes signed TLSA records (DANE)");
            case DaneFinding.Unusable(var why) -> new Demand.Encrypted(why);
            case DaneFinding.Unknown(var why) ->
                    new Demand.NotThisHost(TlsResult.DNSSEC_INVALID, why);
            case DaneFinding.None _ -> bySts(server, patience);
        };
    }

    private Demand bySts(MailServer server, Duration patience) {
        return switch (sts.of(server.domain(), patience)) {
            case StsFinding.Found(var policy, _) -> byPolicy(server, policy);
            case StsFinding.None(var why) -> new Demand.Opportunistic(why);
            case StsFinding.Broken(var result, var why) -> new Demand.Opportunistic(why, result);
        };
    }

    private static Demand byPolicy(MailServer server, StsPolicy policy) {
        boolean enforced = policy.mode() == StsPolicy.Mode.ENFORCE;
        var why =
                "the MTA-STS policy of "
                        + server.domain()
                        + " ("
                        + (enforced ? "enforce" : "testing")
                        + ")";
        if (policy.names(server.host())) {
            return new Demand.Authorities(server.host(), enforced, why);
        }
        var unnamed =
                why
                        + " does not name the MX host "
                        + server.host()
                        + ", but "
                        + shortened(policy.hosts());
        return enforced
                ? new Demand.NotThisHost(TlsResult.VALIDATION_FAILURE, unnamed)
                : new Demand.Authorities(server.host(), false, unnamed);
    }

    private static String shortened(List<String> hosts) {
        return String.join(", ", hosts.subList(0, Math.min(5, hosts.size())))
                + (hosts.size() > 5 ? ", …" : "");
    }
}
