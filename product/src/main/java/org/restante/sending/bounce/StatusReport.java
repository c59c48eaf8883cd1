package org.restante.sending.bounce;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Trouble;
import org.restante.protocol.session.OriginalRecipient;
import org.restante.sending.bounce.Notification.Of;
import org.restante.sending.delivery.Outcome;

/// The second part of a notification, for programs (RFC 3464 §2; RFC 6533 §4.1).
///
/// @param isGlobal whether it is a `message/global-delivery-status`, in UTF-8; else all of it is ASCII
record StatusReport(Notification notification, boolean isGlobal) {
    /// As it is before it is encoded.
    byte[] octets() {
        var text = new StringBuilder();
        line(text, "Reporting-MTA", "dns; " + notification.reportingMta());
        notification
                .envelopeId()
                .ifPresent(id -> line(text, "Original-Envelope-Id", Words.ascii(id)));
        line(text, "Arrival-Date", Notification.DATE.format(notification.arrived()));
        for (var one : notification.about()) {
            text.append("\r\n");
            about(text, one);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void about(StringBuilder text, Of one) {
        one.recipient()
                .original()
                .map(OriginalRecipient::of)
                .ifPresent(original ->
                        line(text, "Original-Recipient", words(original.field(isGlobal))));
        var address = one.recipient().toString();
        line(text, "Final-Recipient", (Words.isAscii(address) ? "rfc822; " : "utf-8; ") + address);
        line(text, "Action", one.action().word());
        line(text, "Status", status(one));
        var host = one.host();
        if (host != null) {
            line(text, "Remote-MTA", "dns; " + words(name(host)));
        }
        if (hasReply(one.outcome())) {
            line(text, "Diagnostic-Code", "smtp; " + words(Words.of(one.outcome())));
        }
        date(text, "Last-Attempt-Date", one.attempted());
        date(text, "Will-Retry-Until", one.until());
    }

    /// An address stands in brackets, as in mail (RFC 3464 §2.1.2, RFC 5321 §4.1.3).
    private static String name(String host) {
        return host.indexOf(':') >= 0
                ? "[IPv6:" + host + "]"
                : host.matches("[0-9.]+") ? "[" + host + "]" : host;
    }

    private String words(String text) {
        return isGlobal ? Words.line(text) : Words.ascii(text);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static void date(StringBuilder text, String name, @Nullable Instant at) {
        if (at != null) {
            line(text, name, Notification.DATE.format(at));
        }
    }

    private static boolean hasReply(Outcome outcome) {
        return outcome instanceof Outcome.Refused || outcome instanceof Outcome.Accepted;
    }

    /// The status of RFC 3463 whose class says what the action says.
    private static String status(Of one) {
        var known =
                switch (one.outcome()) {
                    case Outcome.Accepted(var reply, var handedOn) ->
                            reply.status().map(Object::toString);
                    case Outcome.Refused(var stage, var reply) ->
                            reply.status().map(Object::toString);
                    case Outcome.Unfit(var status, var text) -> Optional.of(status);
                    case Outcome.Broken(var stage, var trouble, var text) ->
                            Optional.of(status(trouble));
                };
        return one.action().statusClass() + known.map(status -> status.substring(1)).orElse(".0.0");
    }

    private static String status(Trouble trouble) {
        return switch (trouble) {
            case DNS -> "4.4.3";
            case REFUSED, TIMEOUT -> "4.4.1";
            case RESET -> "4.4.2";
            case TLS -> "4.7.5";
        };
    }
}
