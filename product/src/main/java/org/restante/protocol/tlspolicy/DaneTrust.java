package org.restante.protocol.tlspolicy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/// DANE inside JSSE: the handshake fails, with a [TlsPolicyException] as its cause, where [DaneCheck] does.
public final class DaneTrust extends ServerTrust {
    private final DaneCheck check;
    private final InstantSource time;

    public DaneTrust(DaneCheck check, InstantSource time) {
        this.check = check;
        this.time = time;
    }

    @Override
    void check(List<X509Certificate> chain, String authType) throws CertificateException {
        if (check.check(chain, time.instant())
                instanceof DaneCheck.Result.Mismatch(var result, var why)) {
            throw new TlsPolicyException(result, why);
        }
    }
}
