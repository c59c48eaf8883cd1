package org.restante.protocol.tlspolicy;

import java.security.cert.CertificateException;

/// A certificate that does not satisfy a receiver's policy, with the word a TLS report has for it.
public final class TlsPolicyException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final TlsResult result;

    TlsPolicyException(TlsResult result, String message) {
        super(message);
        this.result = result;
    }

    public TlsResult result() {
        return result;
    }
}
