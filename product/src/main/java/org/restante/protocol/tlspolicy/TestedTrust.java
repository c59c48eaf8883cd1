package org.restante.protocol.tlspolicy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets every certificate pass and remembers why it would not have: a policy of mode `testing` (RFC 8461 §5). For one session.
public final class TestedTrust extends ServerTrust {
    private final ServerTrust strict;
    private volatile @Nullable TlsPolicyException failure;

    public TestedTrust(ServerTrust strict) {
        this.strict = strict;
    }

    @Override
    void check(List<X509Certificate> chain, String authType) {
        try {
            strict.check(chain, authType);
        } catch (TlsPolicyException e) {
            failure = e;
        } catch (CertificateException e) {
            failure =
                    new TlsPolicyException(
                            TlsResult.VALIDATION_FAILURE, String.valueOf(e.getMessage()));
        }
    }

    /// What would have failed; empty while nothing has.
    public Optional<TlsPolicyException> failure() {
        return Optional.ofNullable(failure);
    }
}
