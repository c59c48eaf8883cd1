package org.restante.sending.dispatch;

import org.jspecify.annotations.Nullable;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.TlsCounts;
import org.restante.protocol.tlspolicy.TlsCounts.Policy;
import org.restante.protocol.tlspolicy.TlsCounts.PolicyKind;
import org.restante.protocol.tlspolicy.TlsResult;
import org.restante.sending.delivery.TlsFailure;
import org.restante.sending.routing.Target;

/// Counts each session for the receiver's TLS report (RFC 8460).
final class TlsAccount {
    private final TlsCounts counts;

    TlsAccount(TlsCounts counts) {
        this.counts = counts;
    }

    /// @param failure null where TLS is as it should be
    void session(
            Demand demand,
            String domain,
            Target target,
            @Nullable String sourceIp,
            @Nullable TlsFailure failure) {
        var policy = policy(demand, domain, target);
        if (policy == null) {
            return;
        }
        if (demand instanceof Demand.Opportunistic(var why, var broken) && broken != null) {
            counts.failure(
                    policy,
                    new TlsCounts.Detail(
                            broken,
                            sourceIp,
                            target.host().name(),
                            target.address().getHostAddress(),
                            why));
        } else if (failure == null) {
            counts.success(policy);
        } else {
            counts.failure(
                    policy,
                    new TlsCounts.Detail(
                            failure.result(),
                            sourceIp,
                            target.host().name(),
                            target.address().getHostAddress(),
                            failure.reason()));
        }
    }

    private static @Nullable Policy policy(Demand demand, String domain, Target target) {
        return switch (demand) {
            case Demand.Plain _ -> null;
            case Demand.Opportunistic(var why, var broken) ->
                    new Policy(
                            broken == null ? PolicyKind.NO_POLICY_FOUND : PolicyKind.STS, domain);
            case Demand.Encrypted _, Demand.Dane _ ->
                    new Policy(PolicyKind.TLSA, target.host().name());
            case Demand.Authorities _ -> new Policy(PolicyKind.STS, domain);
            case Demand.NotThisHost(var result, _) ->
                    result == TlsResult.DNSSEC_INVALID
                            ? new Policy(PolicyKind.TLSA, target.host().name())
                            : new Policy(PolicyKind.STS, domain);
        };
    }
}
