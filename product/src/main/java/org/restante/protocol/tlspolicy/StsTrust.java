package org.restante.protocol.tlspolicy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/// MTA-STS inside JSSE: the chain must be one the machine trusts and the certificate must be for the MX host (RFC 8461 §4.1).
public final class StsTrust extends ServerTrust {
    private final X509TrustManager authorities;
    private final String mxHost;

    /// @param authorities the machine's own trust
    public StsTrust(X509TrustManager authorities, String mxHost) {
        this.authorities = authorities;
        this.mxHost = mxHost;
    }

    @Override
    void check(List<X509Certificate> chain, String authType) throws CertificateException {
        try {
            authorities.checkServerTrusted(chain.toArray(X509Certificate[]::new), authType);
        } catch (CertificateException e) {
            throw new TlsPolicyException(
                    Chains.result(e), "the certificate is not trusted: " + e.getMessage());
        }
        if (!CertificateNames.anyOf(List.of(mxHost), chain.getFirst())) {
            throw new TlsPolicyException(
                    TlsResult.CERTIFICATE_HOST_MISMATCH,
                    "the certificate is for "
                            + CertificateNames.of(chain.getFirst())
                            + ", not for "
                            + mxHost);
        }
    }
}
