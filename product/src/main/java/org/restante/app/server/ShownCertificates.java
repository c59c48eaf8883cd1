package org.restante.app.server;

import java.util.Map;
import javax.net.ssl.SSLContext;

/// What is shown at STARTTLS and on listeners with TLS.
///
/// @param context shows them
/// @param usual where a client asks for no other
/// @param named by what a client asks for
public record ShownCertificates(
        SSLContext context, ServerCertificate usual, Map<String, ServerCertificate> named) {
    public ShownCertificates {
        named = Map.copyOf(named);
    }
}
