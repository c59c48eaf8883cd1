package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

final class ModernTlsTest {
    @Test
    void onlyModernVersionsAndSuitesAreLeft() throws Exception {
        try (var socket = (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket()) {
            ModernTls.only(socket);

            assertThat(socket.getEnabledProtocols())
                    .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
            assertThat(socket.getEnabledCipherSuites())
                    .contains("TLS_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                    .noneMatch(suite ->
                            suite.contains("_CBC_")
                                    || suite.startsWith("TLS_RSA_")
                                    || suite.startsWith("TLS_DHE_"));
        }
    }
}
