package org.restante.insight.incident;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Trouble;
import org.restante.record.logs.KumoMtaReader;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.PostfixReader;
import org.restante.record.logs.PowerMtaReader;

/// How a server writes an attempt into its log, and what its log does not tell.
enum Spelling {
    /// No log: what a perfect reader would count.
    DIRECT(true, true, true),
    /// Postfix names neither source nor stream.
    POSTFIX(false, false, true),
    /// A Postfix instance for each source, and a map from its name to the source.
    POSTFIX_MAPPED(true, false, true),
    POWERMTA(true, true, true),
    /// KumoMTA names no host where none of a receiver's hosts could be reached.
    KUMOMTA(true, true, false);

    private static final String POWERMTA_HEADER =
            "type,timeLogged,timeQueued,orig,rcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,dlvSourceIp,vmta,jobId,envId";

    final boolean tellsSources;
    final boolean tellsStreams;
    final boolean tellsHostsOfTroubles;

    Spelling(boolean tellsSources, boolean tellsStreams, boolean tellsHostsOfTroubles) {
        this.tellsSources = tellsSources;
        this.tellsStreams = tellsStreams;
        this.tellsHostsOfTroubles = tellsHostsOfTroubles;
    }

    @Nullable LineReader reader() {
        var head =
                this == POWERMTA
                        ? (POWERMTA_HEADER + "\n").getBytes(StandardCharsets.UTF_8)
                        : new byte[0];
        var context = new LogContext(ZoneOffset.UTC, Instant.parse("2026-11-20T00:00:00Z"), head);
        return switch (this) {
            case DIRECT -> null;
            case POSTFIX, POSTFIX_MAPPED -> new PostfixReader(context);
            case POWERMTA -> new PowerMtaReader(context);
            case KUMOMTA -> new KumoMtaReader(context);
        };
    }

    /// The source as this log tells it, null when it does not.
    @Nullable String source(LogRow row) {
        return switch (this) {
            case DIRECT, POSTFIX -> null;
            case POSTFIX_MAPPED -> {
                var instance = row.text(Field.INSTANCE);
                yield instance == null ? null : instance.substring("postfix-".length());
            }
            case POWERMTA, KUMOMTA -> row.text(Field.SOURCE_IP);
        };
    }

    @Nullable String stream(LogRow row) {
        return switch (this) {
            case DIRECT, POSTFIX, POSTFIX_MAPPED -> null;
            case POWERMTA, KUMOMTA -> row.text(Field.CAMPAIGN);
        };
    }

    String line(Mailing mailing, long ordinal) {
        return switch (this) {
            case DIRECT -> "";
            case POSTFIX -> postfix("postfix", mailing, ordinal);
            case POSTFIX_MAPPED -> postfix("postfix-" + mailing.source(), mailing, ordinal);
            case POWERMTA -> powerMta(mailing);
            case KUMOMTA -> kumoMta(mailing);
        };
    }

    private static String postfix(String instance, Mailing m, long ordinal) {
        var refusal = m.refusal();
        var host = m.mxHost() + "[203.0.113." + Math.floorMod(m.mxHost().hashCode(), 250) + "]";
        var time = Instant.ofEpochSecond(m.minute() * 60 + ordinal % 60);
        var head =
                "%s out %s/smtp[14]: %s: to=<u%d@%s>, "
                        .formatted(
                                time.toString().replace("Z", ".000000+00:00"),
                                instance,
                                queueId(m.message()),
                                m.message(),
                                m.domain());
        if (refusal == null) {
            return head
                    + "relay="
                    + host
                    + ":25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4F)";
        }
        if (refusal.trouble() != null) {
            return head
                    + "relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred ("
                    + (refusal.trouble() == Trouble.TLS
                            ? "Cannot start TLS: handshake failure"
                            : "connect to " + host + ":25: " + refusal.text())
                    + ")";
        }
        return head
                + "relay=%s:25, delay=1, delays=0/0/1/0, dsn=%s, status=%s (host %s %s)"
                        .formatted(
                                host,
                                status(refusal.text()),
                                refusal.isLasting() ? "bounced" : "deferred",
                                host,
                                said(refusal));
    }

    private static String queueId(long message) {
        return "%011X".formatted(message & 0xFFFFFFFFFL);
    }

    private static String status(String text) {
        var words = text.split(" ");
        return words.length > 1 && words[1].matches("[45]\\.\\d+\\.\\d+")
                ? words[1]
                : text.charAt(0) + ".0.0";
    }

    private static String said(Mailing.Refusal refusal) {
        return switch (refusal.stage()) {
            case CONNECT, GREETING -> "refused to talk to me: " + refusal.text();
            case EHLO -> "said: " + refusal.text() + " (in reply to EHLO command)";
            case STARTTLS -> "said: " + refusal.text() + " (in reply to STARTTLS command)";
            case AUTH -> "said: " + refusal.text();
            case MAIL -> "said: " + refusal.text() + " (in reply to MAIL FROM command)";
            case RCPT -> "said: " + refusal.text() + " (in reply to RCPT TO command)";
            case DATA -> "said: " + refusal.text() + " (in reply to DATA command)";
            case CONTENT, QUIT -> "said: " + refusal.text() + " (in reply to end of DATA command)";
        };
    }

    private static String powerMta(Mailing m) {
        var refusal = m.refusal();
        var time =
                Instant.ofEpochSecond(m.minute() * 60 + 7)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", "+0000");
        var type = refusal == null ? "d" : refusal.isLasting() ? "b" : "t";
        var text =
                refusal == null
                        ? "smtp;250 2.0.0 OK"
                        : refusal.trouble() == null
                                ? "smtp;" + refusal.text()
                                : "smtp;421 4.4.1 [internal] "
                                        + (refusal.trouble() == Trouble.TLS
                                                ? "TLS negotiation failed"
                                                : refusal.text());
        return "%s,%s,%s,b@s%s.test,u%d@%s,%s,%s,\"%s\",%s (203.0.113.9),%s,vmta-%s,%s,e%d"
                .formatted(
                        type,
                        time,
                        time,
                        m.stream(),
                        m.message(),
                        m.domain(),
                        refusal == null ? "relayed" : refusal.isLasting() ? "failed" : "delayed",
                        refusal == null ? "2.0.0 (success)" : status(refusal.text()),
                        text.replace("\"", "\"\""),
                        m.mxHost(),
                        m.source(),
                        m.source(),
                        m.stream(),
                        m.message());
    }

    private static String kumoMta(Mailing m) {
        var refusal = m.refusal();
        var type =
                refusal == null ? "Delivery" : refusal.isLasting() ? "Bounce" : "TransientFailure";
        boolean alone = refusal != null && refusal.trouble() != null;
        var peer =
                alone
                        ? "null"
                        : "{\"name\":\"%s.\",\"addr\":\"203.0.113.27\"}".formatted(m.mxHost());
        return String.format(
                Locale.ROOT,
                "{\"type\":\"%s\",\"id\":\"%x\",\"sender\":\"b@s.test\",\"recipient\":\"u%d@%s\",\"queue\":\"%s:t@%s\","
                        + "\"site\":\"x\",\"size\":1047,\"response\":%s,\"peer_address\":%s,\"timestamp\":%d,\"created\":%d,"
                        + "\"num_attempts\":0,\"egress_pool\":\"p\",\"egress_source\":\"s-%s\","
                        + "\"source_address\":{\"address\":\"%s:53210\"}}",
                type,
                m.message(),
                m.message(),
                m.domain(),
                m.stream(),
                m.domain(),
                response(m),
                peer,
                m.minute() * 60,
                m.minute() * 60,
                m.source(),
                m.source());
    }

    private static String response(Mailing m) {
        var refusal = m.refusal();
        if (refusal == null) {
            return "{\"code\":250,\"content\":\"OK\",\"command\":\".\"}";
        }
        if (refusal.trouble() != null) {
            var cause =
                    refusal.trouble() == Trouble.TLS
                            ? "TLS handshake with mx failed: certificate verify failed"
                            : "connect to 203.0.113.9:25 and read initial banner: Connection refused (os error 111)";
            return "{\"code\":400,\"content\":\"KumoMTA internal: failed to connect to any candidate hosts: "
                    + cause
                    + "\",\"command\":null}";
        }
        var text = refusal.text();
        var status = status(text);
        var enhanced =
                text.contains(" " + status)
                        ? "{\"class\":%s,\"subject\":%s,\"detail\":%s}"
                                .formatted((Object[]) status.split("\\."))
                        : "null";
        var content = text.substring(4).replace(status + " ", "").replace("\"", "\\\"");
        return "{\"code\":%s,\"enhanced_code\":%s,\"content\":\"%s\",\"command\":%s}"
                .formatted(text.substring(0, 3), enhanced, content, command(refusal));
    }

    private static String command(Mailing.Refusal refusal) {
        return switch (refusal.stage()) {
            case CONNECT, GREETING -> "null";
            case EHLO -> "\"EHLO us.test\"";
            case STARTTLS -> "\"STARTTLS\"";
            case AUTH -> "\"AUTH\"";
            case MAIL -> "\"MAIL FROM:<b@s.test>\"";
            case RCPT -> "\"RCPT TO:<u@x.test>\"";
            case DATA -> "\"DATA\"";
            case CONTENT, QUIT -> "\".\"";
        };
    }
}
