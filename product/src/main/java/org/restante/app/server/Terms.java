package org.restante.app.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Users;
import org.restante.app.hooks.HookSettings;
import org.restante.app.knowledge.WarmupPlans;
import org.restante.app.notice.NoticeSettings;
import org.restante.app.warmup.WarmupSettings;
import org.restante.dns.Network;
import org.restante.insight.response.ResponseSettings;
import org.restante.sending.delivery.DeliverySettings;
import org.restante.sending.dispatch.Ways;
import org.restante.sending.pacing.LaneLimits;
import org.restante.sending.reception.ReceptionSettings;
import org.restante.sending.routing.Pools;
import org.restante.sending.signing.Signatures;
import org.restante.sending.suppression.SuppressionSettings;

/// What a server works by and may change while it runs; a value, put in force as a whole.
///
/// @param networks who may send without a password
/// @param users who may send with one
/// @param tls what is shown at STARTTLS and on listeners with TLS; empty without a certificate
/// @param web what HTTP shows; empty where it is spoken in the clear
/// @param pools the sources that mail leaves from
/// @param hooks programs that are told what happens
/// @param notices people who are told of incidents
public record Terms(
        ReceptionSettings reception,
        List<Network> networks,
        Users users,
        Optional<ShownCertificates> tls,
        Optional<ServerCertificate> web,
        Ways ways,
        Pools pools,
        Limits limits,
        DeliverySettings delivery,
        Signatures signatures,
        SuppressionSettings suppression,
        WarmupSettings warmup,
        ResponseSettings response,
        List<HookSettings> hooks,
        List<NoticeSettings> notices) {
    private static final List<Network> LOOPBACK =
            List.of(Network.of("127.0.0.0/8").orElseThrow(), Network.of("::1").orElseThrow());

    public Terms {
        networks = List.copyOf(networks);
        hooks = List.copyOf(hooks);
        notices = List.copyOf(notices);
    }

    /// The operator's say in what a lane may do.
    public interface Limits {
        /// Single sites that have limits: as they are called, or a domain whose mail they take.
        Set<String> names();

        /// @param domains those of the names that are of this site now
        /// @param profile what is known of the provider
        LaneLimits of(
                String site, Set<String> domains, @Nullable String provider, LaneLimits profile);

        /// None.
        Limits NONE =
                new Limits() {
                    @Override
                    public Set<String> names() {
                        return Set.of();
                    }

                    @Override
                    public LaneLimits of(
                            String site,
                            Set<String> domains,
                            @Nullable String provider,
                            LaneLimits profile) {
                        return profile;
                    }
                };
    }

    /// The same, but for the sources.
    public Terms with(Pools others) {
        return new Terms(
                reception,
                networks,
                users,
                tls,
                web,
                ways,
                others,
                limits,
                delivery,
                signatures,
                suppression,
                warmup,
                response,
                hooks,
                notices);
    }

    /// The same, but for who is told what happens.
    public Terms telling(List<HookSettings> others, List<NoticeSettings> people) {
        return new Terms(
                reception,
                networks,
                users,
                tls,
                web,
                ways,
                pools,
                limits,
                delivery,
                signatures,
                suppression,
                warmup,
                response,
                others,
                people);
    }

    /// The same, but for what is done about incidents.
    Terms with(ResponseSettings others) {
        return new Terms(
                reception,
                networks,
                users,
                tls,
                web,
                ways,
                pools,
                limits,
                delivery,
                signatures,
                suppression,
                warmup,
                others,
                hooks,
                notices);
    }

    /// The defaults, but for these.
    static Terms usual(Ways ways, Pools pools, Users users) {
        return new Terms(
                ReceptionSettings.defaults(),
                LOOPBACK,
                users,
                Optional.empty(),
                Optional.empty(),
                ways,
                pools,
                Limits.NONE,
                DeliverySettings.defaults(),
                Signatures.none(),
                SuppressionSettings.defaults(),
                new WarmupSettings(Map.of(), WarmupPlans.shipped()),
                ResponseSettings.defaults(),
                List.of(),
                List.of());
    }
}
