package org.restante.record.logs;

import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

/// The text in which Postfix tells why a delivery failed: whose word it is, at which stage, and the reply itself.
final class PostfixText {
    private static final byte[] SUSPENDED = Bytes.of("delivery temporarily suspended: ");
    private static final byte[] HOST = Bytes.of("host ");
    private static final byte[] SAID = Bytes.of(" said: ");
    private static final byte[] REFUSED = Bytes.of(" refused to talk to me: ");
    private static final byte[] CONNECT = Bytes.of("connect to ");
    private static final byte[] LOST = Bytes.of("lost connection with ");
    private static final byte[] CONVERSATION = Bytes.of("conversation with ");
    private static final byte[] WHILE = Bytes.of(" while ");
    private static final byte[] IN_REPLY = Bytes.of(" (in reply to ");
    private static final int LONGEST_TAIL = 64;
    private static final byte[] NAME_SERVICE = Bytes.of("Name service error for ");
    private static final byte[] HOST_NOT_FOUND = Bytes.of("Host or domain name not found");
    private static final byte[] UNABLE_TO_LOOK_UP = Bytes.of("unable to look up ");
    private static final byte[] TYPE = Bytes.of("type=");
    private static final byte[] TIMED_OUT = Bytes.of("timed out");
    private static final byte[] TLS = Bytes.of("TLS");
    private static final byte[] CERTIFICATE = Bytes.of("ertificate");
    private static final byte[] PROTOCOL_ERROR = Bytes.of("Protocol error: ");
    private static final byte[] REFUSED_TLS = Bytes.of(" refused to start TLS: ");
    private static final byte[] SSL_ERROR = Bytes.of("SSL_connect error to ");
    private static final byte[] NOT_VERIFIED = Bytes.of("verification failed for ");
    private static final byte[] MESSAGE_SIZE = Bytes.of("message size ");
    private static final byte[] SIZE_LIMIT = Bytes.of(" exceeds size limit ");
    private static final byte[] OF_SERVER = Bytes.of(" of server ");
    private static final byte[] NEEDS_UTF8 =
            Bytes.of("SMTPUTF8 is required, but was not offered by host ");
    private static final byte[] SERVER = Bytes.of("server ");
    private static final byte[] SASL = Bytes.of("SASL authentication failed");
    private static final byte[] END_OF_DATA = Bytes.of("end of ");
    private static final byte[] MESSAGE_BODY = Bytes.of("sending message");

    private final LogRow row;

    PostfixText(LogRow row) {
        this.row = row;
    }

    /// Whether a line without a recipient tells what a host or the network did.
    static boolean speaksOfAHost(byte[] in, int from, int to) {
        return Bytes.startsWith(in, from, to, HOST)
                || Bytes.startsWith(in, from, to, CONNECT)
                || Bytes.startsWith(in, from, to, LOST)
                || Bytes.startsWith(in, from, to, CONVERSATION)
                || Bytes.startsWith(in, from, to, SASL)
                || tlsFailed(in, from, to);
    }

    private static boolean tlsFailed(byte[] in, int from, int to) {
        return Bytes.startsWith(in, from, to, SSL_ERROR)
                || Bytes.contains(in, from, Math.min(to, from + 60), NOT_VERIFIED);
    }

    /// Reads the text between the parentheses into the row; what names the host is taken apart from what it said.
    void read(byte[] in, int from, int to) {
        int at = from;
        if (Bytes.startsWith(in, at, to, SUSPENDED)) {
            at += SUSPENDED.length;
            row.kind = row.kind == Kind.DEFERRED ? Kind.SUSPENDED : row.kind;
        }
        if (Bytes.startsWith(in, at, to, PROTOCOL_ERROR)) {
            at += PROTOCOL_ERROR.length;
        }
        if (Bytes.startsWith(in, at, to, HOST)) {
            answered(in, at, to);
        } else if (Bytes.startsWith(in, at, to, CONNECT)) {
            notConnected(in, at, to);
        } else if (Bytes.startsWith(in, at, to, LOST)) {
            broken(in, at + LOST.length, to, Trouble.RESET, "lost connection");
        } else if (Bytes.startsWith(in, at, to, CONVERSATION)) {
            broken(in, at + CONVERSATION.length, to, Trouble.TIMEOUT, "timed out");
        } else {
            local(in, at, to);
        }
    }

    /// `host H[A] said: REPLY (in reply to RCPT TO command)`, `host H[A] refused to talk to me: REPLY`.
    private void answered(byte[] in, int at, int to) {
        int said = Bytes.find(in, at, to, SAID);
        int refused = Bytes.find(in, at, Math.min(said, to), REFUSED);
        if (refused < said) {
            host(in, at + HOST.length, refused);
            row.stage = Stage.GREETING;
            reply(in, refused + REFUSED.length, to);
        } else if (said < to) {
            host(in, at + HOST.length, said);
            reply(in, said + SAID.length, to);
        } else {
            local(in, at, to);
        }
    }

    private void reply(byte[] in, int from, int to) {
        int tail = lastReplyTo(in, from, to);
        if (tail + IN_REPLY.length < to) {
            row.stage = stage(in, tail + IN_REPLY.length, to);
        }
        row.set(Field.TEXT, in, from, tail);
    }

    private static int lastReplyTo(byte[] in, int from, int to) {
        int open = Bytes.findLast(in, Math.max(from, to - LONGEST_TAIL), to, (byte) '(');
        return open > from && Bytes.startsWith(in, open - 1, to, IN_REPLY) ? open - 1 : to;
    }

    private static @Nullable Stage stage(byte[] in, int from, int to) {
        if (Bytes.startsWith(in, from, to, END_OF_DATA)) {
            return Stage.CONTENT;
        }
        return switch (in[from] | 0x20) {
            case 'm' -> Stage.MAIL;
            case 'r' -> from + 1 < to && in[from + 1] == 'C' ? Stage.RCPT : Stage.QUIT;
            case 'd' -> Stage.DATA;
            case 'b' -> Stage.CONTENT;
            case 's' -> Stage.STARTTLS;
            case 'a' -> Stage.AUTH;
            case 'e', 'h', 'l' -> Stage.EHLO;
            case 'q', 'f' -> Stage.QUIT;
            case 'x' -> null;
            default -> Stage.GREETING;
        };
    }

    /// `connect to H[A]:25: Connection timed out`.
    private void notConnected(byte[] in, int at, int to) {
        int open = Bytes.find(in, at, to, (byte) '[');
        int close = Bytes.find(in, open, to, (byte) ']');
        int reason = Bytes.find(in, Math.min(close + 1, to), to, (byte) ' ');
        row.stage = Stage.CONNECT;
        if (reason >= to) {
            row.trouble = Trouble.REFUSED;
            row.set(Field.TEXT, in, at, to);
            return;
        }
        host(in, at + CONNECT.length, close + 1);
        row.trouble = Bytes.contains(in, reason, to, TIMED_OUT) ? Trouble.TIMEOUT : Trouble.REFUSED;
        row.set(Field.TEXT, in, reason + 1, to);
    }

    /// `lost connection with H[A] while sending MAIL FROM`, `conversation with H[A] timed out while …`.
    private void broken(byte[] in, int from, int to, Trouble trouble, String words) {
        int during = Bytes.find(in, from, to, WHILE);
        row.trouble = trouble;
        if (during == to) {
            host(in, from, to);
            row.put(Field.TEXT, words);
            return;
        }
        host(in, from, Bytes.find(in, from, during, (byte) ' '));
        row.stage = during(in, during + WHILE.length, to);
        row.put(Field.TEXT, words + Bytes.text(in, during, to));
    }

    private static @Nullable Stage during(byte[] in, int from, int to) {
        if (Bytes.startsWith(in, from, to, MESSAGE_BODY)
                || Bytes.contains(in, from, to, END_OF_DATA)) {
            return Stage.CONTENT;
        }
        int word = Bytes.findLast(in, from, to, (byte) ' ');
        if (Bytes.contains(in, from, to, Bytes.of("greeting"))) {
            return Stage.GREETING;
        }
        if (Bytes.contains(in, from, to, Bytes.of("LO handshake"))) {
            return Stage.EHLO;
        }
        if (Bytes.contains(in, from, to, TLS)) {
            return Stage.STARTTLS;
        }
        int first = Bytes.find(in, from, to, (byte) ' ');
        return first < word || first < to ? stage(in, first + 1, to) : Stage.CONNECT;
    }

    private void host(byte[] in, int from, int to) {
        int open = Bytes.find(in, from, to, (byte) '[');
        int close = Bytes.find(in, open, to, (byte) ']');
        if (open == to || close == to) {
            return;
        }
        row.set(Field.MX_HOST, in, from, open);
        address(row, in, open + 1, close);
    }

    /// Sets the address between brackets, unless it is the path of a local socket.
    static void address(LogRow row, byte[] in, int from, int to) {
        boolean begins = from < to && Bytes.isDigit(in[from]);
        if (begins || Bytes.find(in, from, to, (byte) '/') == to) {
            row.set(Field.MX_IP, in, from, to);
        }
    }

    /// Postfix' own words: the name service, TLS, or a reason that no server gave.
    private void local(byte[] in, int from, int to) {
        row.set(Field.TEXT, in, from, to);
        if (Bytes.contains(in, from, to, NAME_SERVICE)) {
            nameService(in, from, to);
        } else if (Bytes.startsWith(in, from, to, HOST_NOT_FOUND)
                || Bytes.startsWith(in, from, to, UNABLE_TO_LOOK_UP)) {
            row.trouble = Trouble.DNS;
        } else if (Bytes.startsWith(in, from, to, MESSAGE_SIZE)
                && Bytes.contains(in, from, to, SIZE_LIMIT)) {
            notOffered(in, Bytes.find(in, from, to, OF_SERVER) + OF_SERVER.length, to);
        } else if (Bytes.startsWith(in, from, to, NEEDS_UTF8)) {
            notOffered(in, from + NEEDS_UTF8.length, to);
        } else if (Bytes.startsWith(in, from, to, SASL)) {
            saslFailed(in, from, to);
        } else if (tlsFailed(in, from, to)) {
            noTls(in, from, to);
        } else if (Bytes.contains(in, from, Math.min(to, from + 400), REFUSED_TLS)) {
            refusedTls(in, from, to);
        } else if (Bytes.contains(in, from, Math.min(to, from + 60), TLS)
                || Bytes.contains(in, from, Math.min(to, from + 40), CERTIFICATE)) {
            row.trouble = Trouble.TLS;
            row.stage = Stage.STARTTLS;
        }
    }

    /// What the host's answer to EHLO leaves no use in trying: its size limit, or that it lacks an extension.
    private void notOffered(byte[] in, int host, int to) {
        row.stage = Stage.EHLO;
        host(in, Math.min(host, to), to);
    }

    /// The name asked for is left out of the text, so that one trouble is one text for all domains.
    private void nameService(byte[] in, int from, int to) {
        row.trouble = Trouble.DNS;
        int type = Bytes.find(in, from, to, TYPE);
        if (type < to) {
            row.put(Field.TEXT, "Name service error for " + Bytes.text(in, type, to));
        }
    }

    private void saslFailed(byte[] in, int from, int to) {
        row.stage = Stage.AUTH;
        int said = Bytes.find(in, from, to, SAID);
        if (said < to) {
            host(in, Bytes.find(in, from, said, SERVER) + SERVER.length, said);
            reply(in, said + SAID.length, to);
        }
    }

    /// `SSL_connect error to H[A]:25: REASON`, `certificate verification failed for H[A]:25: REASON`.
    private void noTls(byte[] in, int from, int to) {
        row.trouble = Trouble.TLS;
        row.stage = Stage.STARTTLS;
        int open = Bytes.find(in, from, to, (byte) '[');
        int close = Bytes.find(in, open, to, (byte) ']');
        int reason = Bytes.find(in, close, to, (byte) ' ');
        int host = Bytes.findLast(in, from, open, (byte) ' ') + 1;
        int words = Bytes.findLast(in, from, Math.max(from, host - 1), (byte) ' ');
        if (reason < to && words > from) {
            host(in, host, close + 1);
            row.put(Field.TEXT, Bytes.text(in, from, words) + ":" + Bytes.text(in, reason, to));
        }
    }

    /// `TLS is required, but host H[A] refused to start TLS: REPLY`.
    private void refusedTls(byte[] in, int from, int to) {
        row.stage = Stage.STARTTLS;
        int refused = Bytes.find(in, from, to, REFUSED_TLS);
        host(in, Bytes.findLast(in, from, refused, (byte) ' ') + 1, refused);
        row.set(Field.TEXT, in, refused + REFUSED_TLS.length, to);
    }

    /// Seconds as Postfix writes them (`0.3`, `12736`, `1.2e+04`) in milliseconds; -1 when they are not.
    static long millis(byte[] in, int from, int to) {
        long value = 0;
        int scale = 0;
        boolean fraction = false;
        int at = from;
        for (; at < to && scale < 9; at++) {
            byte b = in[at];
            if (b >= '0' && b <= '9' && value < 1_000_000_000_000L) {
                value = value * 10 + b - '0';
                scale += fraction ? 1 : 0;
            } else if (b == '.' && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        if (at == from) {
            return -1;
        }
        int exponent = 0;
        if (at + 2 < to && in[at] == 'e') {
            exponent =
                    (int) Math.clamp(Bytes.number(in, at + 2, to), 0, 9)
                            * (in[at + 1] == '-' ? -1 : 1);
        }
        return scaled(value, exponent + 3 - scale);
    }

    /// `value` times ten to the power, rounded to the nearest.
    private static long scaled(long value, int power) {
        long result = value;
        for (int i = 0; i < power; i++) {
            result *= 10;
        }
        for (int i = 0; i > power; i--) {
            result = i - 1 == power ? (result + 5) / 10 : result / 10;
        }
        return result;
    }
}
