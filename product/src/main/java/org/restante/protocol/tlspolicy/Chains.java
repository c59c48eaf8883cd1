package org.restante.protocol.tlspolicy;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;

/// What a failed check of a chain of certificates is called in a TLS report.
final class Chains {
    private Chains() {}

    static TlsResult result(@Nullable Throwable trouble) {
        for (var cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException
                    || cause instanceof CertificateNotYetValidException
                    || cause instanceof CertPathValidatorException path
                            && (path.getReason() == BasicReason.EXPIRED
                                    || path.getReason() == BasicReason.NOT_YET_VALID)) {
                return TlsResult.CERTIFICATE_EXPIRED;
            }
        }
        return TlsResult.CERTIFICATE_NOT_TRUSTED;
    }
}
