package org.restante.record.logs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.mail.smtp.Trouble;

/// Writes our events as PowerMTA's accounting records, for what reads those: a header, then `d` for a delivery, `t` for a deferral, `b`
/// for a recipient given up (expired ones too), `rb` for a bounce that came back as mail, `f` for a complaint. Other events have no
/// record there.
public final class PowerMtaWriter {
    /// The usual columns of its manual, and two of those it can be told to add.
    public static final String HEADER =
            "type,timeLogged,timeQueued,orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,srcType,srcMta,dlvType,dlvSourceIp,"
                    + "dlvDestinationIp,dlvEsmtpAvailable,dlvSize,vmta,jobId,envId,queue,vmtaPool,dlvTlsProtocol,header_Message-Id";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'+0000'").withZone(ZoneOffset.UTC);

    private PowerMtaWriter() {}

    /// The record of an event, without a line end; empty where PowerMTA has none, or nobody is named.
    public static Optional<String> record(Event event) {
        var type = type(event.type());
        if (type == null || event.recipient() == null) {
            return Optional.empty();
        }
        var cells = new StringJoiner(",");
        cells.add(type);
        cells.add(time(event.time()));
        cells.add(time(event.queuedAt()));
        cells.add(cell(event.reversePath()));
        cells.add(cell(event.recipient()));
        cells.add("");
        attempt(cells, event);
        return Optional.of(cells.toString());
    }

    private static @Nullable String type(EventType type) {
        return switch (type) {
            case DELIVERED -> "d";
            case DEFERRED -> "t";
            case BOUNCED, EXPIRED -> "b";
            case BOUNCED_LATER -> "rb";
            case COMPLAINED -> "f";
            case RECEIVED,
                    SUPPRESSED,
                    UNSUBSCRIBED,
                    HELD,
                    RELEASED,
                    REPORT,
                    FINDING,
                    ACTION,
                    INCIDENT ->
                    null;
        };
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : TIME.format(time);
    }

    private static void attempt(StringJoiner cells, Event event) {
        var tried = event.attempt();
        cells.add(action(event.type()));
        cells.add(cell(status(event)));
        cells.add(cell(diagnostic(event)));
        cells.add(cell(tried == null ? null : nextHop(tried)));
        cells.add(event.type() == EventType.DELIVERED ? "" : category(event));
        cells.add("");
        cells.add("");
        cells.add(tried == null ? "" : "smtp");
        cells.add(cell(tried == null ? null : tried.sourceIp()));
        cells.add(cell(tried == null ? null : tried.mxIp()));
        cells.add("");
        cells.add(event.size() == null ? "" : event.size().toString());
        cells.add(cell(tried == null ? null : tried.source()));
        cells.add(cell(event.campaign()));
        cells.add(cell(event.queueId()));
        cells.add(cell(queue(event)));
        cells.add(cell(tried == null ? null : tried.pool()));
        cells.add(cell(tried == null ? null : tried.tls()));
        cells.add(cell(event.messageId()));
    }

    private static String action(EventType type) {
        return switch (type) {
            case DELIVERED -> "relayed";
            case DEFERRED -> "delayed";
            case BOUNCED, EXPIRED, BOUNCED_LATER -> "failed";
            case COMPLAINED,
                    RECEIVED,
                    SUPPRESSED,
                    UNSUBSCRIBED,
                    HELD,
                    RELEASED,
                    REPORT,
                    FINDING,
                    ACTION,
                    INCIDENT ->
                    "";
        };
    }

    private static String status(Event event) {
        if (event.type() == EventType.EXPIRED) {
            return "4.4.7 (delivery time expired)";
        }
        var tried = event.attempt();
        if (tried != null && tried.status() != null) {
            return tried.status();
        }
        if (event.type() == EventType.DELIVERED) {
            return "2.0.0 (success)";
        }
        if (tried == null) {
            return "";
        }
        return (event.type() == EventType.DEFERRED ? "4" : "5")
                + (tried.trouble() == null ? ".0.0" : subject(tried.trouble()));
    }

    /// What RFC 3463 calls it.
    private static String subject(Trouble trouble) {
        return switch (trouble) {
            case DNS -> ".4.3";
            case REFUSED, TIMEOUT -> ".4.1";
            case RESET -> ".4.2";
            case TLS -> ".7.5";
        };
    }

    private static @Nullable String diagnostic(Event event) {
        var tried = event.attempt();
        if (tried == null || tried.text() == null) {
            return tried == null || tried.trouble() == null ? null : words(tried.trouble());
        }
        if (tried.trouble() != null) {
            return troubled(tried.trouble(), tried.text().replace('\n', ' '));
        }
        return "smtp;" + reply(tried.code(), tried.text());
    }

    /// The lines on one, each but the last with the hyphen of a reply that goes on (RFC 5321 §4.2.1).
    private static String reply(@Nullable Integer code, String text) {
        var lines = text.split("\n");
        var one = new StringJoiner(" ");
        for (int i = 0; i < lines.length; i++) {
            var prefix = code == null ? "" : code + (i + 1 < lines.length ? "-" : " ");
            one.add(prefix + lines[i]);
        }
        return one.toString().replace('\r', ' ').strip();
    }

    /// Our words for the trouble, and the text where it does not speak of another.
    private static String troubled(Trouble trouble, String text) {
        if (speaksOf(trouble, text)) {
            return text;
        }
        var both = words(trouble) + ": " + text;
        return speaksOf(trouble, both) ? both : words(trouble);
    }

    private static boolean speaksOf(Trouble trouble, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return !Wording.beginsWithCode(bytes, 0, bytes.length)
                && Wording.trouble(bytes, 0, bytes.length) == trouble;
    }

    private static String words(Trouble trouble) {
        return switch (trouble) {
            case DNS -> "DNS lookup failed: host not found";
            case REFUSED -> "connection refused";
            case TIMEOUT -> "timed out";
            case RESET -> "connection lost";
            case TLS -> "TLS handshake failed";
        };
    }

    private static @Nullable String nextHop(Attempt tried) {
        if (tried.mxHost() == null) {
            return tried.mxIp() == null ? null : "[" + tried.mxIp() + "]";
        }
        return tried.mxIp() == null ? tried.mxHost() : tried.mxHost() + " (" + tried.mxIp() + ")";
    }

    private static @Nullable String queue(Event event) {
        var tried = event.attempt();
        return event.recipientDomain() == null || tried == null || tried.source() == null
                ? null
                : event.recipientDomain() + "/" + tried.source();
    }

    /// Its bounce categories, by our causes.
    private static String category(Event event) {
        if (event.type() == EventType.EXPIRED) {
            return "message-expired";
        }
        var cause = event.attempt() == null ? null : event.attempt().cause();
        return switch (cause == null ? "" : cause) {
            case "no-such-user" -> "bad-mailbox";
            case "mailbox-disabled" -> "inactive-mailbox";
            case "mailbox-full" -> "quota-issues";
            case "content" -> "content-related";
            case "virus" -> "virus-related";
            case "reputation", "blocklist" -> "spam-related";
            case "rate", "connections", "connection-rate", "messages-per-connection" ->
                    "policy-related";
            case "recipient-rate", "greylist", "policy", "auth", "rdns", "size" -> "policy-related";
            case "sender-invalid" -> "invalid-sender";
            case "relay" -> "relaying-issues";
            case "loop", "dns" -> "routing-errors";
            case "network" -> "bad-connection";
            case "protocol", "too-many-recipients" -> "protocol-errors";
            default -> "other";
        };
    }

    private static String cell(@Nullable String text) {
        if (text == null) {
            return "";
        }
        var oneLine = text.replace('\n', ' ').replace('\r', ' ');
        return oneLine.indexOf(',') < 0 && oneLine.indexOf('"') < 0
                ? oneLine
                : '"' + oneLine.replace("\"", "\"\"") + '"';
    }
}
