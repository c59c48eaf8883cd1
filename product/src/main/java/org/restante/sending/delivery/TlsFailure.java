package org.restante.sending.delivery;

import org.restante.protocol.tlspolicy.TlsPolicyException;
import org.restante.protocol.tlspolicy.TlsResult;

/// Why a session has no TLS, or not the TLS that it should have, in the words of a TLS report (RFC 8460 §4.3).
///
/// @param reason for people
public record TlsFailure(TlsResult result, String reason) {
    /// What broke a handshake.
    static TlsFailure of(Throwable broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof TlsPolicyException policy) {
                return new TlsFailure(policy.result(), String.valueOf(policy.getMessage()));
            }
        }
        return new TlsFailure(
                TlsResult.VALIDATION_FAILURE, "the TLS handshake failed: " + broken.getMessage());
    }
}
