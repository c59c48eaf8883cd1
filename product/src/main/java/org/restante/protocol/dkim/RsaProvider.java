package org.restante.protocol.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// Who computes RSA: Amazon's provider where it is on the class path, for it signs several times as fast, otherwise the JDK.
final class RsaProvider {
    private static final String FAST = "AmazonCorrettoCryptoProvider";
    private static final Optional<Provider> FOUND = find();

    private RsaProvider() {}

    private static Optional<Provider> find() {
        try {
            return ServiceLoader.load(Provider.class).stream()
                    .filter(provider -> provider.type().getSimpleName().equals(FAST))
                    .map(ServiceLoader.Provider::get)
                    .filter(RsaProvider::works)
                    .findFirst();
        } catch (ServiceConfigurationError | LinkageError e) {
            return Optional.empty();
        }
    }

    /// It is there on machines that its native half was not built for, too.
    private static boolean works(Provider provider) {
        return provider.getService("Signature", "SHA256withRSA") != null
                && provider.getService("KeyFactory", "RSA") != null;
    }

    static Signature signature(String name) throws GeneralSecurityException {
        return FOUND.isPresent()
                ? Signature.getInstance(name, FOUND.get())
                : Signature.getInstance(name);
    }

    /// The key as this provider wants it, so that no signature pays for the change.
    static PrivateKey suited(PrivateKey key) throws GeneralSecurityException {
        return FOUND.isPresent()
                ? (PrivateKey) KeyFactory.getInstance("RSA", FOUND.get()).translateKey(key)
                : key;
    }

    static String name() {
        return FOUND.map(Provider::getName).orElse("the JDK's");
    }
}
