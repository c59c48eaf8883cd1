package org.restante.sending.bounce;

import java.io.IOException;
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
import org.restante.mail.smtp.Reply;
import org.restante.meaning.verdict.Verdict;
import org.restante.protocol.session.Octets;
import org.restante.sending.delivery.Outcome;

/// One notification to the sender of a message about some of its recipients.
///
/// @param boundary parts the parts; must not stand in the message
/// @param isFull whether the whole message comes back, and not its header alone
public record Notification(
        String reportingMta,
        String boundary,
        Instant now,
        Instant arrived,
        Mailbox to,
        Optional<String> envelopeId,
        List<Of> about,
        boolean isFull) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static final int LONGEST = 900;

    /// What happened (RFC 3464 §2.3.3).
    public enum Action {
        FAILED("failed", "could not be delivered"),
        DELAYED("delayed", "is delayed; it is still being tried"),
        RELAYED("relayed", "was handed to a server that sends no confirmations of its own");

        private final String word;
        private final String sentence;

        Action(String word, String sentence) {
            this.word = word;
            this.sentence = sentence;
        }
    }

    /// One recipient.
    ///
    /// @param verdict null where the mail was accepted
    /// @param host who answered; null where nobody did
    /// @param until how long it is tried on, where it is delayed (RFC 3464 §2.3.9); null where it is not
    public record Of(
            Recipient recipient,
            Action action,
            Outcome outcome,
            @Nullable Verdict verdict,
            @Nullable String host,
            @Nullable Instant until) {
        public Of(
                Recipient recipient,
                Action action,
                Outcome outcome,
                @Nullable Verdict verdict,
                @Nullable String host) {
            this(recipient, action, outcome, verdict, host, null);
        }
    }

    public Notification {
        about = List.copyOf(about);
    }

    /// The parts before the returned message or header.
    public byte[] beginning() {
        var text = new StringBuilder();
        var first = about.getFirst();
        line(text, "From: Mail Delivery System <mailer-daemon@" + reportingMta + ">");
        line(text, "To: <" + to + ">");
        line(text, "Subject: " + subject(first.action()));
        line(text, "Date: " + DATE.format(now));
        line(text, "Message-ID: <" + boundary + "@" + reportingMta + ">");
        line(text, "Auto-Submitted: auto-replied");
        line(text, "MIME-Version: 1.0");
        line(text, "Content-Type: multipart/report; report-type=delivery-status;");
        line(text, "\tboundary=\"" + boundary + "\"");
        line(text, "");
        line(text, "--" + boundary);
        line(text, "Content-Type: text/plain; charset=utf-8");
        line(text, "Content-Transfer-Encoding: 8bit");
        line(text, "");
        forPeople(text);
        line(text, "--" + boundary);
        line(text, "Content-Type: message/delivery-status");
        line(text, "");
        forPrograms(text);
        line(text, "--" + boundary);
        line(text, isFull ? "Content-Type: message/rfc822" : "Content-Type: text/rfc822-headers");
        line(text, "");
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

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }

    private void forPeople(StringBuilder text) {
        line(text, "This is the mail server " + reportingMta + ".");
        for (var one : about) {
            line(text, "");
            line(text, "Your message to <" + one.recipient() + "> " + one.action().sentence + ".");
            var verdict = one.verdict();
            if (verdict != null) {
                line(text, clean(verdict.explanation()));
            }
            line(
                    text,
                    (one.host() == null ? "" : one.host() + " said: ")
                            + clean(words(one.outcome())));
        }
        line(text, "");
    }

    private void forPrograms(StringBuilder text) {
        line(text, "Reporting-MTA: dns; " + reportingMta);
        envelopeId.ifPresent(id -> line(text, "Original-Envelope-Id: " + clean(id)));
        line(text, "Arrival-Date: " + DATE.format(arrived));
        for (var one : about) {
            line(text, "");
            one.recipient()
                    .original()
                    .ifPresent(original -> line(text, "Original-Recipient: " + clean(original)));
            line(text, "Final-Recipient: rfc822; " + one.recipient());
            line(text, "Action: " + one.action().word);
            line(text, "Status: " + status(one));
            if (one.host() != null) {
                line(text, "Remote-MTA: dns; " + one.host());
            }
            if (hasReply(one.outcome())) {
                line(text, "Diagnostic-Code: smtp; " + clean(words(one.outcome())));
            }
            line(text, "Last-Attempt-Date: " + DATE.format(now));
            var until = one.until();
            if (until != null) {
                line(text, "Will-Retry-Until: " + DATE.format(until));
            }
        }
        line(text, "");
    }

    private static boolean hasReply(Outcome outcome) {
        return outcome instanceof Outcome.Refused || outcome instanceof Outcome.Accepted;
    }

    /// The status of RFC 3463 whose class says what the action says.
    private static String status(Of one) {
        var category =
                switch (one.action()) {
                    case FAILED -> "5";
                    case DELAYED -> "4";
                    case RELAYED -> "2";
                };
        var known =
                switch (one.outcome()) {
                    case Outcome.Accepted(var reply, var handedOn) ->
                            reply.status().map(Object::toString);
                    case Outcome.Refused(var stage, var reply) ->
                            reply.status().map(Object::toString);
                    case Outcome.Unfit(var status, var text) -> Optional.of(status);
                    case Outcome.Broken(var stage, var trouble, var text) -> Optional.of("4.4.1");
                };
        return category + known.map(status -> status.substring(1)).orElse(".0.0");
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var reply, var handedOn) -> spelled(reply);
            case Outcome.Refused(var stage, var reply) -> spelled(reply);
            case Outcome.Unfit(var status, var text) -> status + " " + text;
            case Outcome.Broken(var stage, var trouble, var text) -> text;
        };
    }

    private static String spelled(Reply reply) {
        var text = String.join(" ", reply.lines());
        return reply.code().isPresent() ? reply.code().getAsInt() + " " + text : text;
    }

    /// On one line, in ASCII, and of a length that a header may have: a remote answer must not make lines of ours.
    private static String clean(String text) {
        var one = text.replaceAll("\\p{Cntrl}+", " ").replaceAll("[^ -~]", "?").strip();
        return one.length() > LONGEST ? one.substring(0, LONGEST) + "..." : one;
    }

    /// Passes on only the header of the message that flows through, without the empty line.
    public static Octets headerOnly(Octets next) {
        return new Octets() {
            private int ends;
            private boolean over;

            @Override
            public void write(byte[] bytes, int at, int count) throws IOException {
                int end = at;
                while (!over && end < at + count) {
                    byte b = bytes[end++];
                    if (b == '\n') {
                        ends++;
                    } else if (b != '\r') {
                        ends = 0;
                    }
                    over = ends == 2;
                }
                if (end > at) {
                    next.write(bytes, at, end - at);
                }
            }
        };
    }
}
