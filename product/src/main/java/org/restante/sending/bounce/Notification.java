package org.restante.sending.bounce;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Recipient;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.delivery.Outcome;

/// One notification to the sender of a message about some of its recipients: a `multipart/report` (RFC 6522) of a text for people, a
/// part for programs (RFC 3464, RFC 6533), and the message or its header.
///
/// What is beyond ASCII goes as it is only where the notification cannot go but to hosts that take it: who has an ASCII address may be
/// behind a host without SMTPUTF8 or 8BITMIME, and gets it encoded.
///
/// @param boundary parts the parts; must not stand in the message
/// @param isInternational whether the message came with SMTPUTF8
public record Notification(
        String reportingMta,
        String boundary,
        Instant now,
        Instant arrived,
        Mailbox to,
        Optional<String> envelopeId,
        List<Of> about,
        boolean isInternational) {
    static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /// What happened (RFC 3464 §2.3.3).
    public enum Action {
        FAILED("failed", "5", "could not be delivered"),
        DELAYED("delayed", "4", "is delayed; it is still being tried"),
        RELAYED("relayed", "2", "was handed to a server that sends no confirmations of its own");

        private final String word;
        private final String statusClass;
        private final String sentence;

        Action(String word, String statusClass, String sentence) {
            this.word = word;
            this.statusClass = statusClass;
            this.sentence = sentence;
        }

        String word() {
            return word;
        }

        /// The first digit of a status that says the same (RFC 3463 §3).
        String statusClass() {
            return statusClass;
        }
    }

    /// One recipient.
    ///
    /// @param verdict null where the mail was accepted
    /// @param host who answered; null where nobody did
    /// @param attempted when it was tried last; null where that is not known
    /// @param until how long it is tried on, where it is delayed (RFC 3464 §2.3.9); null where it is not
    public record Of(
            Recipient recipient,
            Action action,
            Outcome outcome,
            @Nullable Verdict verdict,
            @Nullable String host,
            @Nullable Instant attempted,
            @Nullable Instant until) {
        /// Of one that was given up without being tried.
        public static Of untried(Recipient recipient, Outcome outcome) {
            return new Of(recipient, Action.FAILED, outcome, null, null, null, null);
        }
    }

    public Notification {
        about = List.copyOf(about);
    }

    /// Whether it can go only where SMTPUTF8 is offered: to such an address, which its header names.
    public boolean goesByUtf8() {
        return !Words.isAscii(to.toString());
    }

    /// Whether the part for programs is a `message/global-delivery-status`.
    private boolean isGlobal() {
        return isInternational
                || goesByUtf8()
                || about.stream()
                        .map(Of::recipient)
                        .anyMatch(one ->
                                !Words.isAscii(one.toString())
                                        || !Words.isAscii(one.original().orElse("")));
    }

    /// The parts before the message or header, and the header of its part.
    public byte[] beginning(Enclosure enclosure) {
        var text = new StringBuilder();
        line(text, "From: Mail Delivery System <mailer-daemon@" + reportingMta + ">");
        line(text, "To: <" + to + ">");
        line(text, "Subject: " + subject(about.getFirst().action()));
        line(text, "Date: " + DATE.format(now));
        line(text, "Message-ID: <" + boundary + "@" + reportingMta + ">");
        line(text, "Auto-Submitted: auto-replied");
        line(text, "MIME-Version: 1.0");
        line(text, "Content-Type: multipart/report; report-type=delivery-status;");
        line(text, "\tboundary=\"" + boundary + "\"");
        line(text, "");
        part(text, "text/plain; charset=utf-8", forPeople().getBytes(StandardCharsets.UTF_8));
        boolean isGlobal = isGlobal();
        part(
                text,
                isGlobal ? "message/global-delivery-status" : "message/delivery-status",
                new StatusReport(this, isGlobal).octets());
        line(text, "--" + boundary);
        line(text, enclosure.fields());
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What ends it.
    public byte[] end() {
        return ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String subject(Action action) {
        return switch (action) {
            case FAILED -> "Your message could not be delivered";
            case DELAYED -> "Your message is delayed";
            case RELAYED -> "Your message was relayed";
        };
    }

    private void part(StringBuilder text, String type, byte[] octets) {
        var encoding = TransferEncoding.of(octets, goesByUtf8());
        line(text, "--" + boundary);
        line(text, "Content-Type: " + type);
        line(text, encoding.field());
        line(text, "");
        line(text, new String(encoding.encoded(octets), StandardCharsets.UTF_8));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }

    private String forPeople() {
        var text = new StringBuilder();
        line(text, "This is the mail server " + reportingMta + ".");
        for (var one : about) {
            line(text, "");
            line(text, "Your message to <" + one.recipient() + "> " + one.action().sentence + ".");
            var verdict = one.verdict();
            if (verdict != null) {
                line(text, Words.line(verdict.explanation()));
            }
            var said = one.host() == null ? "" : one.host() + " said: ";
            line(text, Words.line(said + Words.of(one.outcome())));
        }
        return text.toString();
    }
}
