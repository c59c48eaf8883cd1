package org.restante.protocol.tlspolicy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.dns.Tlsa;

/// What TLS is asked for before mail goes to one MX host, and why.
public sealed interface Demand {
    String why();

    /// Whether a session that meets this one meets `other` too, at the same host.
    default boolean includes(Demand other) {
        return switch (other) {
            case Opportunistic _ -> true;
            case Plain _ -> this instanceof Plain;
            case Encrypted _ ->
                    this instanceof Encrypted
                            || this instanceof Dane
                            || this instanceof Authorities(_, var enforced, _) && enforced;
            case Dane(var records, var names, _) ->
                    this instanceof Dane(var own, var ownNames, _)
                            && own.equals(records)
                            && ownNames.equals(names);
            case Authorities(var host, var enforced, _) ->
                    this instanceof Authorities(var ownHost, var ownEnforced, _)
                            && ownHost.equals(host)
                            && (ownEnforced || !enforced);
            case NotThisHost _ -> false;
        };
    }

    /// No TLS, as the operator wants it.
    record Plain(String why) implements Demand {}

    /// TLS where it is offered, whoever's certificate (RFC 7435).
    ///
    /// @param broken why a policy that the domain announces could not be had, for its report (RFC 8460 §4.3.2); null where it announces none
    record Opportunistic(String why, @Nullable TlsResult broken) implements Demand {
        public Opportunistic(String why) {
            this(why, null);
        }
    }

    /// Not without TLS, whoever's certificate.
    record Encrypted(String why) implements Demand {}

    /// Not without TLS and a certificate that matches (RFC 7672); see [DaneTrust].
    ///
    /// @param names whom a certificate of usage 2 may be for
    record Dane(List<Tlsa> records, List<String> names, String why) implements Demand {
        public Dane {
            records = List.copyOf(records);
            names = List.copyOf(names);
        }

        public DaneCheck check() {
            return new DaneCheck(records, names);
        }
    }

    /// TLS 1.2 or later with a trusted certificate for this host (RFC 8461 §4); see [StsTrust].
    ///
    /// @param isEnforced whether mail does not go otherwise; else (mode testing) it goes and the failure is counted
    record Authorities(String mxHost, boolean isEnforced, String why) implements Demand {}

    /// The host must not be used: by what its domain says, or for now, as what it says could not be found out.
    record NotThisHost(TlsResult result, String why) implements Demand {}
}
