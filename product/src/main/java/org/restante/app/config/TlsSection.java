package org.restante.app.config;

import java.nio.file.Path;
import java.util.Optional;

/// `[tls]`.
public record TlsSection(
        @Key(
                        value =
                                "the server's certificate in PEM, and after it those that lead to a root",
                        why =
                                "without it STARTTLS is not offered, and passwords are heard from this machine alone",
                        example = "/etc/restante/fullchain.pem")
                Optional<Path> certificate,
        @Key(
                        value = "its private key in PEM, without a passphrase",
                        example = "/etc/restante/privkey.pem")
                Optional<Path> key)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (certificate.isPresent() != key.isPresent()) {
            objections.against(
                    certificate.isPresent() ? "key" : "certificate",
                    "is missing",
                    "a certificate and its key go together");
        }
    }
}
