package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.ReversePath;

final class FilterMacrosTest {
    private static final UUID ID = new UUID(1, 2);
    private static final FilterMacros MACROS = new FilterMacros("mx.test");

    private static Seen seen(String address, String at, String suite) {
        return new Seen(
                "client.test",
                InetAddress.ofLiteral(address),
                4711,
                new InetSocketAddress(InetAddress.ofLiteral(at), 587),
                true,
                "shop",
                "LOGIN",
                suite.isEmpty() ? "" : "TLSv1.3",
                suite);
    }

    @Test
    void whereAClientComesFromAndWhereTo() {
        assertThat(MACROS.client(seen("192.0.2.1", "198.51.100.2", "")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "j", "mx.test",
                                "_", "[192.0.2.1]",
                                "v", "Restante",
                                "{daemon_name}", "mx.test",
                                "{daemon_addr}", "198.51.100.2",
                                "{daemon_port}", "587",
                                "{if_addr}", "198.51.100.2",
                                "{client_addr}", "192.0.2.1",
                                "{client_port}", "4711",
                                "{client_name}", "[192.0.2.1]"));
        assertThat(MACROS.client(seen("2001:db8::1", "::1", "")))
                .containsEntry("_", "[IPv6:2001:db8:0:0:0:0:0:1]")
                .containsEntry("{client_addr}", "IPv6:2001:db8:0:0:0:0:0:1")
                .doesNotContainKey("{if_addr}");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        var unknown =
                new Seen("x", InetAddress.ofLiteral("192.0.2.1"), 0, null, false, "", "", "", "");

        assertThat(MACROS.client(unknown).keySet())
                .containsExactlyInAnyOrder(
                        "j", "_", "v", "{daemon_name}", "{client_addr}", "{client_name}");
        assertThat(MACROS.hello(unknown)).isEmpty();
        assertThat(MACROS.mail(unknown, ID, ReversePath.NULL)).containsOnlyKeys("i");
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_AES_256_GCM_SHA384, 256",
        "TLS_CHACHA20_POLY1305_SHA256, 256",
        "TLS_AES_128_GCM_SHA256, 128",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, 256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, 256"
    })
    void aCipherHasAKeyOfSoManyBits(String suite, String bits) {
        assertThat(MACROS.hello(seen("192.0.2.1", "127.0.0.1", suite)))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "{tls_version}", "TLSv1.3",
                                "{cipher}", suite,
                                "{cipher_bits}", bits));
    }

    @Test
    void whoSendsAndToWhom() {
        var seen = seen("192.0.2.1", "127.0.0.1", "");

        assertThat(MACROS.mail(seen, ID, ReversePath.of(mailbox("a@a.test"))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "i", ID.toString(),
                                "{auth_type}", "LOGIN",
                                "{auth_authen}", "shop",
                                "{mail_addr}", "a@a.test",
                                "{mail_host}", "a.test"));
        assertThat(MACROS.recipient(ID, mailbox("b@bücher.test")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "i", ID.toString(),
                                "{rcpt_addr}", "b@xn--bcher-kva.test",
                                "{rcpt_host}", "xn--bcher-kva.test"));
    }

    private static Mailbox mailbox(String address) {
        return Mailbox.of(address).orElseThrow();
    }
}
