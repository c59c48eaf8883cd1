package org.restante.app.server;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Which certificate a client is shown, asked anew at each handshake.
final class CertificateKeys extends X509ExtendedKeyManager {
    /// Which one it is now.
    @FunctionalInterface
    interface Choice {
        /// @param name what the client asks for (SNI, RFC 6066 §3); empty where it does not say
        ServerCertificate of(Optional<String> name);
    }

    private final Choice choice;

    /// Those that were shown, by their fingerprints: a handshake names one, and asks for it later.
    private final Map<String, ServerCertificate> shown = new ConcurrentHashMap<>();

    private CertificateKeys(Choice choice) {
        this.choice = choice;
    }

    /// What makes TLS with them.
    static SSLContext context(Choice choice) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new CertificateKeys(choice)}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private @Nullable String alias(String keyType, @Nullable SSLSession session) {
        var certificate = choice.of(asked(session));
        if (!isOfKind(keyType, certificate.key())) {
            return null;
        }
        var alias = certificate.fingerprint();
        shown.putIfAbsent(alias, certificate);
        return alias;
    }

    private static boolean isOfKind(String keyType, PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> keyType.startsWith("RSA");
            case "EC" -> keyType.startsWith("EC");
            default -> keyType.startsWith("Ed");
        };
    }

    private static Optional<String> asked(@Nullable SSLSession session) {
        return session instanceof ExtendedSSLSession extended
                ? extended.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                : Optional.empty();
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType, engine == null ? null : engine.getHandshakeSession());
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        var certificate = shown.get(alias);
        return certificate == null ? null : certificate.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        var certificate = shown.get(alias);
        return certificate == null ? null : certificate.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
