package org.restante.sending.dispatch;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.restante.protocol.tlspolicy.DaneTrust;
import org.restante.protocol.tlspolicy.Demand;
import org.restante.protocol.tlspolicy.StsTrust;
import org.restante.protocol.tlspolicy.TestedTrust;
import org.restante.protocol.tlspolicy.TlsPolicyException;
import org.restante.sending.delivery.Peer.Security;

/// How a demand for TLS is met, and which hosts cannot do TLS although they say so. Shared by all threads.
public final class TlsMeans {
    /// A host whose handshake breaks is tried again with TLS after this: long enough that a queue does not break one a message, short
    /// enough that a mended host has its TLS back the same day.
    private static final long BROKEN_FOR = Duration.ofHours(4).toNanos();

    private static final int MOST_BROKEN = 100_000;

    private final SSLSocketFactory anybodys;
    private final X509TrustManager authorities;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Map<InetSocketAddress, Long> brokenUntil = new ConcurrentHashMap<>();

    /// @param authorities who is trusted to name hosts
    public TlsMeans(X509TrustManager authorities, InstantSource clock, LongSupplier ticker) {
        anybodys = trusting(new AnyCertificate());
        this.authorities = authorities;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// With the authorities this machine trusts.
    public static TlsMeans usual(InstantSource clock, LongSupplier ticker) {
        try {
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (var manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager authorities) {
                    return new TlsMeans(authorities, clock, ticker);
                }
            }
            throw new IllegalStateException("this Java knows no certificate authorities");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate authorities cannot be read", e);
        }
    }

    /// For one session.
    ///
    /// @param name by which the host is asked for its certificate (SNI)
    record Means(
            Security security,
            SSLSocketFactory sockets,
            String name,
            @Nullable TestedTrust tested) {
        /// What a policy in its testing would not have let pass.
        Optional<TlsPolicyException> failure() {
            return tested == null ? Optional.empty() : tested.failure();
        }
    }

    /// @param demand anything but [Demand.NotThisHost]
    Means meeting(Demand demand, String mxHost) {
        return switch (demand) {
            case Demand.Plain _ -> new Means(Security.NONE, anybodys, mxHost, null);
            case Demand.Opportunistic _ ->
                    new Means(Security.OPPORTUNISTIC, anybodys, mxHost, null);
            case Demand.Encrypted _ -> new Means(Security.REQUIRED, anybodys, mxHost, null);
            case Demand.Dane dane ->
                    new Means(
                            Security.REQUIRED,
                            trusting(new DaneTrust(dane.check(), clock)),
                            dane.names().getFirst(),
                            null);
            case Demand.Authorities(var host, var isEnforced, _) when isEnforced ->
                    new Means(
                            Security.REQUIRED,
                            trusting(new StsTrust(authorities, host)),
                            host,
                            null);
            case Demand.Authorities(var host, _, _) -> {
                var tested = new TestedTrust(new StsTrust(authorities, host));
                yield new Means(Security.OPPORTUNISTIC, trusting(tested), host, tested);
            }
            case Demand.NotThisHost _ -> throw new IllegalArgumentException(demand.why());
        };
    }

    private static SSLSocketFactory trusting(TrustManager trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /// Whether a handshake with this host has broken lately: mail that may go without TLS does.
    boolean isBroken(InetSocketAddress host) {
        var until = brokenUntil.get(host);
        return until != null
                && (ticker.getAsLong() - until < 0 || !brokenUntil.remove(host, until));
    }

    void broke(InetSocketAddress host) {
        long now = ticker.getAsLong();
        if (brokenUntil.size() >= MOST_BROKEN) {
            brokenUntil.values().removeIf(until -> now - until >= 0);
        }
        if (brokenUntil.size() < MOST_BROKEN) {
            brokenUntil.put(host, now + BROKEN_FOR);
        }
    }
}
