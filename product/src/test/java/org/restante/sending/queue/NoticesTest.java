package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restante.sending.queue.QueueWorld.until;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Envelope.Returned;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;

/// Mail that a receiver refuses, and the notice that goes back by the same way.
@Timeout(120)
final class NoticesTest {
    private static final String GREEK = "Subject: Καλημέρα\r\n\r\nκόσμε\r\n";

    @TempDir Path folder;

    private static Envelope envelope(
            String from, boolean isInternational, Optional<Returned> returned, String... to) {
        return new Envelope(
                ReversePath.of(Mailbox.of(from).orElseThrow()),
                List.of(to).stream()
                        .map(one ->
                                new Recipient(
                                        Mailbox.of(one).orElseThrow(),
                                        Set.of(Notify.FAILURE),
                                        true,
                                        Optional.empty()))
                        .toList(),
                true,
                isInternational,
                returned,
                Optional.empty());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Who refuses all that is for `no@` and `δοκιμή@`.
    private static String refusing(String offered, String command) {
        boolean isRefused =
                command.startsWith("RCPT TO:<no@") || command.startsWith("RCPT TO:<δοκιμή@");
        return command.startsWith("EHLO") ? offered : isRefused ? "550 5.1.1 No such user" : "";
    }

    /// The notice that came of it.
    private String notice(String offered, byte[] body, Envelope envelope) throws Exception {
        try (var world = new QueueWorld(folder, command -> refusing(offered, command))) {
            world.send("s", body, envelope);
            until(() -> world.messages.size() == 1);
            return String.join("\n", world.commands) + "\n\n" + world.messages.getFirst();
        }
    }

    @Test
    void toAnAsciiAddressWhatIsBeyondAsciiGoesEncodedAndWithoutSmtputf8() throws Exception {
        var notice =
                notice(
                        "250-x\r\n250-SMTPUTF8\r\n250 8BITMIME",
                        octets(GREEK),
                        envelope("a@us.test", true, Optional.of(Returned.FULL), "δοκιμή@b.test"));

        assertThat(notice)
                .contains("\nMAIL FROM:<>\n", "\nRCPT TO:<a@us.test>\n")
                .contains("report-type=delivery-status")
                .contains(
                        "Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: quoted-printable\n")
                .contains("Content-Type: message/global\nContent-Transfer-Encoding: base64\n");
        assertThat(notice.substring(notice.indexOf("MAIL FROM:<>"))).isASCII();
    }

    @Test
    void toAnAddressBeyondAsciiItGoesAsItIsWithSmtputf8() throws Exception {
        var notice =
                notice(
                        "250-x\r\n250-SMTPUTF8\r\n250 8BITMIME",
                        octets(GREEK),
                        envelope("άννα@us.test", true, Optional.empty(), "δοκιμή@b.test"));

        assertThat(notice)
                .contains("\nMAIL FROM:<> BODY=8BITMIME SMTPUTF8\n", "\nRCPT TO:<άννα@us.test>\n")
                .contains(
                        "\nContent-Type: message/global-delivery-status\nContent-Transfer-Encoding: 8bit\n")
                .contains("\nFinal-Recipient: utf-8; δοκιμή@b.test\n")
                .contains("\nRemote-MTA: dns; [127.0.0.1]\n")
                .contains(
                        "\nContent-Type: message/global-headers\nContent-Transfer-Encoding: 8bit\n")
                .contains("\nSubject: Καλημέρα\n")
                .doesNotContain("κόσμε");
    }

    @Test
    void smtputf8ThatWasSaidForNothingIsNotAskedOfTheNextHost() throws Exception {
        try (var world = new QueueWorld(folder, command -> refusing("", command))) {
            world.send(
                    "s",
                    octets("Subject: x\r\n\r\nplain\r\n"),
                    envelope("a@us.test", true, Optional.empty(), "yes@b.test"));
            until(() -> world.messages.size() == 1);

            assertThat(world.commands).contains("MAIL FROM:<a@us.test>", "RCPT TO:<yes@b.test>");
        }
    }

    @Test
    void theWholeMessageComesBackToWhoAskedForIt() throws Exception {
        var notice =
                notice(
                        "250-x\r\n250 8BITMIME",
                        octets("Subject: x\r\n\r\ngrüße\r\n"),
                        envelope("a@us.test", false, Optional.of(Returned.FULL), "no@b.test"));

        assertThat(notice)
                .contains("\nMAIL FROM:<> BODY=8BITMIME\n")
                .contains("\nContent-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\n")
                .contains("\ngrüße\n");
    }

    @Test
    void aHostWithoutEightBitsGetsTheHeaderAlone() throws Exception {
        try (var world = new QueueWorld(folder, command -> refusing("", command))) {
            world.send(
                    "s",
                    octets("Subject: x\r\nX-Mark: 1\r\n\r\ngrüße\r\n"),
                    envelope("a@us.test", false, Optional.of(Returned.FULL), "no@c.test"));
            until(() -> world.messages.size() == 1);

            assertThat(world.messages.getFirst())
                    .contains("\nContent-Type: text/rfc822-headers\n")
                    .contains("\nSubject: x\nX-Mark: 1\n\n--")
                    .isASCII();
        }
    }

    @Test
    void aNoticeIsOfTheMailsTenantAndOfAStreamThatNobodyElseCanName() throws Exception {
        try (var world = new QueueWorld(folder, command -> refusing("", command))) {
            world.send(
                    Optional.of("acme"),
                    "news",
                    octets("Subject: x\r\n\r\nplain\r\n"),
                    envelope("a@us.test", false, Optional.empty(), "no@b.test"));
            until(() -> told(world).size() == 2);

            assertThat(told(world))
                    .allSatisfy(event -> {
                        assertThat(event.tenant()).isEqualTo("acme");
                        assertThat(event.stream()).isEqualTo("(notices)");
                    });
        }
    }

    private static List<Event> told(QueueWorld world) {
        try {
            return world.events().stream()
                    .filter(event -> "a@us.test".equals(event.recipient()))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
