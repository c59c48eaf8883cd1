package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;

class TraceFieldTest {
    private static final UUID ID = UUID.fromString("01930000-0000-7000-8000-000000000001");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void aClientThatHasLoggedInOverTlsIsToldWithItsOnlyRecipient() {
        var seen = seen(true, "shop", "TLSv1.3", "TLS_AES_256_GCM_SHA384");

        assertThat(field(seen, envelope(false, "a@example.org")))
                .isEqualTo(
                        "Received: from client.test ([192.0.2.1])\r\n"
                                + "\tby mx.test (Restante) with ESMTPSA id "
                                + ID
                                + "\r\n\t(TLSv1.3 TLS_AES_256_GCM_SHA384)"
                                + "\r\n\tfor <a@example.org>"
                                + ";\r\n\tFri, 20 Nov 2026 12:00:00 +0000\r\n");
    }

    @Test
    void ofSeveralRecipientsNoneIsNamed() {
        var seen = seen(false, "", "", "");

        assertThat(field(seen, envelope(false, "a@example.org", "b@example.org")))
                .contains(" with SMTP id ")
                .doesNotContain("example.org");
    }

    @Test
    void internationalMailIsToldSo() {
        var seen = seen(true, "", "TLSv1.3", "TLS_AES_256_GCM_SHA384");

        assertThat(field(seen, envelope(true, "a@example.org"))).contains(" with UTF8SMTPS id ");
    }

    private static String field(Seen seen, Envelope envelope) {
        return new TraceField(seen, "mx.test", ID, Optional.of(envelope)).text(NOON);
    }

    private static Seen seen(boolean extended, String login, String tlsVersion, String cipher) {
        return new Seen(
                "client.test",
                InetAddress.ofLiteral("192.0.2.1"),
                0,
                null,
                extended,
                login,
                "",
                tlsVersion,
                cipher);
    }

    private static Envelope envelope(boolean isInternational, String... recipients) {
        return new Envelope(
                ReversePath.NULL,
                Stream.of(recipients)
                        .map(to -> Recipient.of(Mailbox.of(to).orElseThrow()))
                        .toList(),
                false,
                isInternational,
                Optional.empty(),
                Optional.empty());
    }
}
