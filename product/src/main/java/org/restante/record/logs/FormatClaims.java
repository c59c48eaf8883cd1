package org.restante.record.logs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which format each of the first lines of a log could only be of. A line of another program claims nothing.
final class FormatClaims {
    private static final int ENOUGH_LINES = 400;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final Set<String> POSTFIX_SERVICES =
            Set.of(
                    "smtp",
                    "lmtp",
                    "smtpd",
                    "qmgr",
                    "cleanup",
                    "bounce",
                    "error",
                    "retry",
                    "pickup",
                    "local",
                    "virtual",
                    "pipe",
                    "anvil",
                    "tlsmgr",
                    "tlsproxy",
                    "scache",
                    "postscreen",
                    "dnsblog",
                    "master",
                    "trivial-rewrite",
                    "relay",
                    "discard",
                    "verify",
                    "postsuper",
                    "postfix-script",
                    "submission",
                    "smtps",
                    "flush",
                    "proxymap");
    private static final byte[] KUMO_TYPE = Bytes.of("\"type\":");
    private static final byte[] KUMO_CLASS = Bytes.of("\"bounce_classification\"");
    private static final byte[] KUMO_CREATED = Bytes.of("\"created\":");
    private static final byte[] EXIM_RUN = Bytes.of(" queue run: ");
    private static final byte[] EXIM_STARTED = Bytes.of("exim ");
    private static final byte[] EXIM_HOST = Bytes.of("H=");
    private static final byte[] REJECTED = Bytes.of(" rejected ");
    private static final byte[] EVENT_VERSION = Bytes.of("\"v\":");
    private static final byte[] EVENT_ORIGIN = Bytes.of("\"origin\":");
    private static final byte[] ENVELOPE = Bytes.of("\"envelope\"");
    private static final byte[] RECIPIENT = Bytes.of("\"recipient\"");
    private static final byte[] RESULTS = Bytes.of("\"results\"");
    private static final byte[] EXCHANGE_LOG = Bytes.of("#Log-type: Message Tracking");
    private static final byte[] EXCHANGE_FIELDS = Bytes.of("#Fields: date-time,");
    private static final byte[] EXCHANGE_EVENT = Bytes.of("event-id");
    private static final byte[] ZONE = Bytes.of("Sender/");
    private static final byte[] STAT = Bytes.of(", stat=");
    private static final byte[] MAILER = Bytes.of(", mailer=");
    private static final byte[] NRCPTS = Bytes.of(", nrcpts=");
    private static final byte[] EVPID = Bytes.of(" evpid=");
    private static final Set<String> SENDMAIL_PROGRAMS =
            Set.of("sendmail", "sm-mta", "sm-msp-queue", "sm-acceptingconnections");

    private final LogContext context = new LogContext(ZoneOffset.UTC, Instant.EPOCH, new byte[0]);
    private final SyslogLine syslog = new SyslogLine(context);
    private final Timestamps times = new Timestamps(context);
    private final int[] claims = new int[LogFormat.values().length];
    private int lines;

    FormatGuess guess(byte[] head, int length) {
        if (isUtf16(head, length)) {
            return new FormatGuess.Unclear(
                    "is text in UTF-16; make it UTF-8 first, as with 'iconv -f UTF-16 -t UTF-8'");
        }
        int at = 0;
        while (at < length && lines < ENOUGH_LINES) {
            int end = Bytes.find(head, at, length, (byte) '\n');
            boolean whole = end < length || at == 0 || head.length == length;
            int last = Bytes.trimEnd(head, at, Math.min(end, at + LONGEST_LINE));
            if (last > at && whole) {
                lines++;
                var format = claim(head, at, last);
                if (format != null) {
                    claims[format.ordinal()]++;
                }
            }
            at = end + 1;
        }
        return judge();
    }

    private static boolean isUtf16(byte[] head, int length) {
        int mark = length < 2 ? 0 : (head[0] & 0xff) << 8 | head[1] & 0xff;
        return mark == 0xfffe || mark == 0xfeff;
    }

    private FormatGuess judge() {
        var order =
                Arrays.stream(LogFormat.values())
                        .sorted((a, b) -> claims[b.ordinal()] - claims[a.ordinal()])
                        .toList();
        int most = claims[order.getFirst().ordinal()];
        int second = claims[order.get(1).ordinal()];
        if (most == 0) {
            return new FormatGuess.Unclear(
                    lines == 0
                            ? "is empty"
                            : "is no log that is known here (looked at "
                                    + lines
                                    + " lines); name it with --format, one of "
                                    + LogFormat.words());
        }
        if (4 * second >= most) {
            return new FormatGuess.Unclear(
                    "holds lines of "
                            + order.getFirst().word()
                            + " ("
                            + most
                            + ") and of "
                            + order.get(1).word()
                            + " ("
                            + second
                            + "); name the one to read with --format");
        }
        return new FormatGuess.Told(order.getFirst());
    }

    /// The only format the line can be of; null when it tells nothing.
    private @Nullable LogFormat claim(byte[] in, int from, int to) {
        var own = own(in, from, to);
        if (own != null) {
            return own;
        }
        if (isAccounting(in, from, to)) {
            return LogFormat.POWERMTA;
        }
        if (isExim(in, from, to)) {
            return LogFormat.EXIM;
        }
        return syslog.read(in, from, to) ? program() : null;
    }

    /// Formats told by the line's own form, with no syslog about it.
    private static @Nullable LogFormat own(byte[] in, int from, int to) {
        return switch (in[from]) {
            case '{' -> json(in, from, to);
            case '#' -> isTracking(in, from, to) ? LogFormat.EXCHANGE : null;
            default -> other(in, from, to);
        };
    }

    private static @Nullable LogFormat other(byte[] in, int from, int to) {
        if (MomentumReader.isRecord(in, from, to)) {
            return LogFormat.MOMENTUM;
        }
        return HarakaReader.isOutbound(in, from, to) ? LogFormat.HARAKA : null;
    }

    private static boolean isTracking(byte[] in, int from, int to) {
        return Bytes.startsWith(in, from, to, EXCHANGE_LOG)
                || Bytes.startsWith(in, from, to, EXCHANGE_FIELDS)
                        && Bytes.contains(in, from, to, EXCHANGE_EVENT);
    }

    private static @Nullable LogFormat json(byte[] in, int from, int to) {
        if (Bytes.contains(in, from, to, KUMO_TYPE)) {
            boolean kumo =
                    Bytes.contains(in, from, to, KUMO_CLASS)
                            || Bytes.contains(in, from, to, KUMO_CREATED);
            boolean event =
                    Bytes.contains(in, from, to, EVENT_VERSION)
                            && Bytes.contains(in, from, to, EVENT_ORIGIN);
            return kumo ? LogFormat.KUMOMTA : event ? LogFormat.RESTANTE : null;
        }
        boolean results =
                Bytes.contains(in, from, to, RESULTS) && Bytes.contains(in, from, to, RECIPIENT);
        return results && Bytes.contains(in, from, to, ENVELOPE) ? LogFormat.MAILERQ : null;
    }

    private boolean isAccounting(byte[] in, int from, int to) {
        if (PowerMtaReader.isHeader(in, from, to)) {
            return true;
        }
        int comma = Bytes.find(in, from, Math.min(to, from + 4), (byte) ',');
        if (comma >= to || in[comma] != ',' || comma == from) {
            return false;
        }
        int next = Bytes.find(in, comma + 1, to, (byte) ',');
        return Set.of("d", "b", "t", "tq", "r", "rb", "rs", "f")
                        .contains(Bytes.text(in, from, comma))
                && (times.iso(in, comma + 1, next) != Timestamps.NONE
                        || times.american(in, comma + 1, next) != Timestamps.NONE
                        || next - comma < 14 && times.unix(in, comma + 1, next) != Timestamps.NONE);
    }

    /// Exim's own time, then a message id or one of its words.
    private boolean isExim(byte[] in, int from, int to) {
        if (!Bytes.isDigit(in[from])
                || times.iso(in, from, to) == Timestamps.NONE
                || in[from + 10] != ' ') {
            return false;
        }
        int at = Bytes.skipBlanks(in, times.end, to);
        if (at < to && in[at] == '[') {
            at = Bytes.skipBlanks(in, Bytes.find(in, at, to, (byte) ']') + 1, to);
        }
        return isEximMessage(in, at, to);
    }

    private static boolean isEximMessage(byte[] in, int at, int to) {
        return EximReader.idEnd(in, at, to) > 0
                || Bytes.contains(in, at, Math.min(to, at + 40), EXIM_RUN)
                || Bytes.startsWith(in, at, to, EXIM_STARTED)
                || Bytes.startsWith(in, at, to, EXIM_HOST) && Bytes.contains(in, at, to, REJECTED);
    }

    private @Nullable LogFormat program() {
        var program =
                Bytes.text(syslog.block, syslog.programFrom, syslog.programTo)
                        .toLowerCase(Locale.ROOT);
        int slash = program.lastIndexOf('/');
        if (program.startsWith("postfix")
                || slash > 0 && POSTFIX_SERVICES.contains(program.substring(slash + 1))) {
            return LogFormat.POSTFIX;
        }
        if (program.startsWith("exim")) {
            return LogFormat.EXIM;
        }
        return message(program);
    }

    private @Nullable LogFormat message(String program) {
        var in = syslog.block;
        int from = syslog.messageFrom;
        int to = syslog.messageTo;
        if (SENDMAIL_PROGRAMS.contains(program)
                || Bytes.contains(in, from, to, STAT) && Bytes.contains(in, from, to, MAILER)
                || Bytes.contains(in, from, to, NRCPTS)) {
            return LogFormat.SENDMAIL;
        }
        if (program.equals("smtpd") || Bytes.contains(in, from, Math.min(to, from + 80), EVPID)) {
            return LogFormat.OPENSMTPD;
        }
        boolean zone = program.startsWith("zone-mta") || program.startsWith("zonemta");
        return zone && Bytes.contains(in, from, to, ZONE) ? LogFormat.ZONEMTA : null;
    }
}
