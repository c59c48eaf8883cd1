package org.restante.testing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate of nobody's, for servers in tests.
public final class TestCertificate {
    private TestCertificate() {}

    private static Certificates.Made made(String name) {
        try {
            return Certificates.make(
                    new Certificates.Wish(
                            "CN=" + name,
                            List.of(name),
                            false,
                            Instant.parse("2020-01-01T00:00:00Z"),
                            Instant.parse("2049-01-01T00:00:00Z")),
                    null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What a server of that name shows.
    public static SSLContext context(String name) {
        try {
            var made = made(name);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "key",
                    made.keys().getPrivate(),
                    new char[0],
                    new X509Certificate[] {made.certificate()});
            var keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
