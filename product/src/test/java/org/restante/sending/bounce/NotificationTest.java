package org.restante.sending.bounce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.message.DefaultMessageWriter;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.sending.bounce.Notification.Action;
import org.restante.sending.delivery.Outcome;

/// Notices as they are kept in `notices/`, with line feeds alone, and as another program (mime4j) reads them.
/// `-Drestante.notices.golden=FOLDER` writes them anew.
final class NotificationTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Outcome NO_USER =
            new Outcome.Refused(Stage.RCPT, Reply.read("550 5.1.1 No such user here"));
    private static final Outcome NO_UTF8_USER =
            new Outcome.Refused(Stage.RCPT, Reply.read("550 5.1.1 δοκιμή: no such user"));

    private static final String PLAIN =
            "Received: from x (Restante)\r\n\tby us.test\r\nSubject: greetings\r\n";
    private static final String GREEK = PLAIN + "X-To: Δοκιμή <δοκιμή@b.test>\r\n";

    private static Mailbox mailbox(String text) {
        return Mailbox.of(text).orElseThrow();
    }

    private static Recipient recipient(String address, String original) {
        return new Recipient(
                mailbox(address),
                Set.of(Notify.FAILURE),
                true,
                Optional.of(original).filter(it -> !it.isEmpty()));
    }

    /// @param message header, an empty line, and a body where the whole of it is returned
    private static byte[] notice(
            String to, boolean isInternational, byte[] message, List<Notification.Of> about)
            throws IOException {
        var notification =
                new Notification(
                        "us.test",
                        "0123-parts",
                        NOON,
                        NOON.minusSeconds(60),
                        mailbox(to),
                        Optional.of("QQ+314159 a"),
                        about,
                        isInternational);
        var latin = new String(message, ISO_8859_1);
        int end = latin.indexOf("\r\n\r\n");
        boolean isFull = end >= 0;
        var header = latin.substring(0, isFull ? end + 2 : latin.length()).getBytes(ISO_8859_1);
        var enclosure =
                isFull
                        ? Enclosure.ofMessage(
                                header,
                                !TransferEncoding.isAscii(message),
                                isInternational,
                                notification.goesByUtf8())
                        : Enclosure.ofHeader(header, notification.goesByUtf8());
        var octets = new ByteArrayOutputStream();
        octets.write(notification.beginning(enclosure));
        try (var part = enclosure.into(octets)) {
            part.write(message);
        }
        octets.write(notification.end());
        return octets.toByteArray();
    }

    private static Notification.Of failed(Recipient recipient, Outcome outcome) {
        return new Notification.Of(
                recipient, Action.FAILED, outcome, null, "mx.b.test", NOON, null);
    }

    private static Notification.Of delayed(Recipient recipient) {
        return new Notification.Of(
                recipient,
                Action.DELAYED,
                new Outcome.Refused(Stage.RCPT, Reply.read("451 4.7.1 later")),
                null,
                "mx.b.test",
                null,
                NOON.plusSeconds(3600));
    }

    /// A notice and what a reader must find in it.
    enum Case {
        /// Nothing of it is beyond ASCII.
        PLAIN_HEADER(
                "ann@a.test",
                false,
                PLAIN.getBytes(US_ASCII),
                List.of(
                        failed(recipient("no@b.test", "rfc822;old@b.test"), NO_USER),
                        delayed(recipient("later@b.test", ""))),
                "message/delivery-status",
                "text/rfc822-headers"),
        PLAIN_MESSAGE(
                "ann@a.test",
                false,
                (PLAIN + "\r\nbody\r\n").getBytes(US_ASCII),
                List.of(failed(recipient("no@b.test", ""), NO_USER)),
                "message/delivery-status",
                "message/rfc822"),
        EIGHT_BIT_MESSAGE(
                "ann@a.test",
                false,
                (PLAIN + "\r\ngrüße\r\n").getBytes(UTF_8),
                List.of(failed(recipient("no@b.test", ""), NO_USER)),
                "message/delivery-status",
                "message/rfc822"),
        /// The way back may be one of ASCII alone.
        GREEK_HEADER_TO_ASCII(
                "ann@a.test",
                true,
                GREEK.getBytes(UTF_8),
                List.of(
                        failed(recipient("δοκιμή@b.test", "utf-8;δοκιμή+1@b.test"), NO_UTF8_USER),
                        delayed(recipient("later@b.test", "rfc822;old@b.test"))),
                "message/global-delivery-status",
                "message/global-headers"),
        GREEK_MESSAGE_TO_ASCII(
                "ann@a.test",
                true,
                (GREEK + "\r\nΚαλημέρα κόσμε, " + "τι κάνεις; ".repeat(20) + "\r\n")
                        .getBytes(UTF_8),
                List.of(failed(recipient("δοκιμή@b.test", ""), NO_UTF8_USER)),
                "message/global-delivery-status",
                "message/global"),
        /// Only the original recipient is beyond ASCII, and SMTPUTF8 was never said.
        GREEK_ORIGINAL(
                "ann@a.test",
                false,
                PLAIN.getBytes(US_ASCII),
                List.of(failed(recipient("dokimi@b.test", "utf-8;δοκιμή@b.test"), NO_USER)),
                "message/global-delivery-status",
                "text/rfc822-headers"),
        /// The way back is one of UTF-8.
        GREEK_HEADER_TO_GREEK(
                "άννα@a.test",
                true,
                GREEK.getBytes(UTF_8),
                List.of(failed(recipient("δοκιμή@b.test", ""), NO_UTF8_USER)),
                "message/global-delivery-status",
                "message/global-headers"),
        GREEK_MESSAGE_TO_GREEK(
                "άννα@a.test",
                true,
                (GREEK + "\r\nΚαλημέρα\r\n").getBytes(UTF_8),
                List.of(failed(recipient("δοκιμή@b.test", ""), NO_UTF8_USER)),
                "message/global-delivery-status",
                "message/global"),
        /// Octets that are no UTF-8 come back as they were.
        LATIN_HEADER(
                "ann@a.test",
                false,
                (PLAIN + "X-Old: gr\u00fc\u00dfe \r\n").getBytes(ISO_8859_1),
                List.of(failed(recipient("no@b.test", ""), NO_USER)),
                "message/delivery-status",
                "text/rfc822-headers");

        private final String to;
        private final boolean isInternational;
        private final byte[] message;
        private final List<Notification.Of> about;
        private final String report;
        private final String enclosure;

        Case(
                String to,
                boolean isInternational,
                byte[] message,
                List<Notification.Of> about,
                String report,
                String enclosure) {
            this.to = to;
            this.isInternational = isInternational;
            this.message = message;
            this.about = about;
            this.report = report;
            this.enclosure = enclosure;
        }

        byte[] notice() throws IOException {
            return NotificationTest.notice(to, isInternational, message, about);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAsItIsKept(Case one) throws IOException {
        var name = one.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".eml";
        var folder = System.getProperty("restante.notices.golden");
        if (folder != null) {
            var text = new String(one.notice(), ISO_8859_1).replace("\r\n", "\n");
            Files.writeString(Path.of(folder, name), text, ISO_8859_1);
        }
        try (var kept = NotificationTest.class.getResourceAsStream("/notices/" + name)) {
            assertThat(new String(one.notice(), ISO_8859_1))
                    .isEqualTo(new String(kept.readAllBytes(), ISO_8859_1).replace("\n", "\r\n"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherProgramReadsIt(Case one) throws Exception {
        var notice = read(one.notice());
        assertThat(notice.getMimeType()).isEqualTo("multipart/report");
        assertThat(notice.getHeader().getField("Content-Type").getBody())
                .contains("report-type=delivery-status");
        var parts = ((Multipart) notice.getBody()).getBodyParts();
        assertThat(parts).hasSize(3);
        assertThat(parts.get(0).getMimeType()).isEqualTo("text/plain");
        assertThat(parts.get(1).getMimeType()).isEqualTo(one.report);
        assertThat(parts.get(2).getMimeType()).isEqualTo(one.enclosure);
        for (var about : one.about) {
            var address = about.recipient().toString();
            boolean isAscii = TransferEncoding.isAscii(address.getBytes(UTF_8));
            assertThat(octets(parts.get(0))).contains("to <" + address + "> ");
            assertThat(octets(parts.get(1)))
                    .contains(
                            "\r\nFinal-Recipient: "
                                    + (isAscii ? "rfc822" : "utf-8")
                                    + "; "
                                    + address
                                    + "\r\n");
            about.recipient()
                    .original()
                    .ifPresent(original ->
                            assertThat(octets(parts.get(1)))
                                    .contains(
                                            "\r\nOriginal-Recipient: "
                                                    + original.replace(";", "; ")
                                                    + "\r\n"));
        }
        assertThat(octets(parts.get(1))).contains("Original-Envelope-Id: QQ+314159 a\r\n");
        var returned = new String(one.message, UTF_8);
        if (!one.name().startsWith("LATIN")) {
            assertThat(octets(parts.get(2)).strip()).isEqualTo(returned.strip());
        }
    }

    /// A host without 8BITMIME and SMTPUTF8 may stand before an ASCII address.
    @ParameterizedTest
    @EnumSource
    void itIsAsciiWhereTheWayBackMayBe(Case one) throws IOException {
        boolean isAscii = TransferEncoding.isAscii(one.notice());
        boolean mayBeEightBit = one.to.startsWith("ά") || one == Case.EIGHT_BIT_MESSAGE;
        assertThat(isAscii).isEqualTo(!mayBeEightBit);
        for (var line : new String(one.notice(), UTF_8).split("\r\n", -1)) {
            assertThat(line).doesNotContain("\r", "\n");
            assertThat(line.getBytes(UTF_8).length).isLessThanOrEqualTo(998);
        }
    }

    @Test
    void aReplyMakesNoLinesOfItsOwn() throws IOException {
        var evil =
                new Outcome.Refused(
                        Stage.RCPT,
                        new Reply(
                                java.util.OptionalInt.of(550),
                                List.of(
                                        "5.1.1 no\r\nAction: delivered\u0085\u2028x",
                                        "é".repeat(900))));
        var notice =
                notice(
                        "ann@a.test",
                        true,
                        PLAIN.getBytes(US_ASCII),
                        List.of(failed(recipient("δ@b.test", ""), evil)));

        var report = octets(((Multipart) read(notice).getBody()).getBodyParts().get(1));
        assertThat(report.split("\r\n"))
                .anySatisfy(line ->
                        assertThat(line)
                                .startsWith(
                                        "Diagnostic-Code: smtp; 550 5.1.1 no Action: delivered x é")
                                .endsWith("é...")
                                .satisfies(it ->
                                        assertThat(it.getBytes(UTF_8).length).isBetween(900, 998)));
    }

    private static Message read(byte[] octets) {
        try {
            var builder = new DefaultMessageBuilder();
            builder.setMimeEntityConfig(
                    MimeConfig.custom()
                            .setMaxLineLen(2000)
                            .setMaxHeaderLen(20_000)
                            .setStrictParsing(true)
                            .build());
            builder.setDecodeMonitor(DecodeMonitor.STRICT);
            return builder.parseMessage(new ByteArrayInputStream(octets));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Its content, decoded.
    private static String octets(Entity part) {
        try {
            var out = new ByteArrayOutputStream();
            if (part.getBody() instanceof Message message) {
                new DefaultMessageWriter().writeMessage(message, out);
            } else {
                ((SingleBody) part.getBody()).writeTo(out);
            }
            return out.toString(UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void forAHostOfSevenBitsTheMessageIsLeftOut() throws IOException {
        var message = (PLAIN + "X-Old: é\r\n\r\n").getBytes(ISO_8859_1);
        var about = List.of(failed(recipient("no@b.test", ""), NO_USER));
        var whole = new ByteArrayOutputStream();
        whole.write(message);
        whole.write("grüße\r\n".getBytes(UTF_8));

        var abridged =
                Abridged.of(
                        new ByteArrayInputStream(
                                notice("ann@a.test", false, whole.toByteArray(), about)));

        var header = java.util.Arrays.copyOf(message, message.length - 2);
        assertThat(abridged.orElseThrow())
                .asString(ISO_8859_1)
                .isEqualTo(new String(notice("ann@a.test", false, header, about), ISO_8859_1));
        assertThat(Abridged.of(new ByteArrayInputStream("Subject: x\r\n\r\n".getBytes(UTF_8))))
                .isEmpty();
    }

    @Test
    void quotedPrintableIsWhatItShouldBe() {
        var table =
                List.of(
                        List.of("a=b\r\n", "a=3Db\r\n"),
                        List.of("a \r\nb\t\r\n c", "a=20\r\nb=09\r\n c"),
                        List.of("a \rb\n", "a=20=0Db=0A"),
                        List.of("end ", "end=20"),
                        List.of("é", "=C3=A9"),
                        List.of("x".repeat(80), "x".repeat(75) + "=\r\n" + "x".repeat(5)));
        List<String> wrong = new ArrayList<>();
        for (var row : table) {
            var encoded =
                    new String(
                            TransferEncoding.QUOTED_PRINTABLE.encoded(row.get(0).getBytes(UTF_8)),
                            US_ASCII);
            if (!encoded.equals(row.get(1))) {
                wrong.add(row.get(0) + " → " + encoded);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
