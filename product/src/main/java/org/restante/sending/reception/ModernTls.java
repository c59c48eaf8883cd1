package org.restante.sending.reception;

import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/// What a client may ask for under TLS: versions 1.2 and 1.3 (RFC 8996), and of 1.2 only suites with forward secrecy and
/// authenticated encryption (RFC 9325 §4.2).
final class ModernTls {
    private ModernTls() {}

    static void only(SSLSocket socket) {
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setEnabledCipherSuites(
                Arrays.stream(socket.getEnabledCipherSuites())
                        .filter(ModernTls::isModern)
                        .toArray(String[]::new));
    }

    private static boolean isModern(String suite) {
        boolean isOfThirteen = !suite.contains("_WITH_");
        return isOfThirteen
                || suite.startsWith("TLS_ECDHE_")
                        && (suite.contains("_GCM_") || suite.contains("_CHACHA20_POLY1305_"));
    }
}
