package org.restante.record.logs;

import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// What the words that mail servers put around or in place of a reply tell: the command a reply answered, and the trouble
/// when no server replied. Letters count without case.
final class Wording {
    private static final int LONGEST = 600;

    private record Trace<T>(byte[] words, T means) {}

    private static final Object[] TROUBLES = {
        "certificate", Trouble.TLS,
        "handshake", Trouble.TLS,
        "starttls", Trouble.TLS,
        "tls ", Trouble.TLS,
        "ssl_", Trouble.TLS,
        "dane", Trouble.TLS,
        "no mx", Trouble.DNS,
        "nxdomain", Trouble.DNS,
        "dns ", Trouble.DNS,
        "dns:", Trouble.DNS,
        "host not found", Trouble.DNS,
        "name server", Trouble.DNS,
        "name service", Trouble.DNS,
        "host lookup", Trouble.DNS,
        "domain lookup", Trouble.DNS,
        "domain not found", Trouble.DNS,
        "unrouteable mail domain", Trouble.DNS,
        "unknown mail domain", Trouble.DNS,
        "address lookups", Trouble.DNS,
        "non-existent host", Trouble.DNS,
        "unable to resolve", Trouble.DNS,
        "enotfound", Trouble.DNS,
        "bad domain", Trouble.DNS,
        "nowhere to deliver", Trouble.DNS,
        "connection refused", Trouble.REFUSED,
        "econnrefused", Trouble.REFUSED,
        "no route to host", Trouble.REFUSED,
        "network is unreachable", Trouble.REFUSED,
        "network unreachable", Trouble.REFUSED,
        "host is down", Trouble.REFUSED,
        "host unreachable", Trouble.REFUSED,
        "ehostunreach", Trouble.REFUSED,
        "timed out", Trouble.TIMEOUT,
        "timed-out", Trouble.TIMEOUT,
        "timeout", Trouble.TIMEOUT,
        "etimedout", Trouble.TIMEOUT,
        "no answer from host", Trouble.TIMEOUT,
        "connection reset", Trouble.RESET,
        "econnreset", Trouble.RESET,
        "lost connection", Trouble.RESET,
        "connection lost", Trouble.RESET,
        "connection closed", Trouble.RESET,
        "closed connection", Trouble.RESET,
        "closed the connection", Trouble.RESET,
        "reset by peer", Trouble.RESET,
        "connection dropped", Trouble.RESET,
        "broken pipe", Trouble.RESET,
        "bad connection", Trouble.RESET,
        "connection died", Trouble.RESET,
        "read error", Trouble.RESET
    };

    private static final Object[] COMMANDS = {
        "initial connection", Stage.GREETING,
        "end of data", Stage.CONTENT,
        "end of message", Stage.CONTENT,
        "message body", Stage.CONTENT,
        "sending data", Stage.CONTENT,
        "rcpt", Stage.RCPT,
        "mail", Stage.MAIL,
        "data", Stage.DATA,
        "bdat", Stage.CONTENT,
        "ehlo", Stage.EHLO,
        "helo", Stage.EHLO,
        "lhlo", Stage.EHLO,
        "starttls", Stage.STARTTLS,
        "auth", Stage.AUTH,
        "greeting", Stage.GREETING,
        "banner", Stage.GREETING,
        "connect", Stage.GREETING,
        "quit", Stage.QUIT,
        ".", Stage.CONTENT
    };

    private static final Trace<Trouble>[] TROUBLE_TRACES = traces(TROUBLES);
    private static final Trace<Stage>[] COMMAND_TRACES = traces(COMMANDS);

    private Wording() {}

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> Trace<T>[] traces(Object[] pairs) {
        Trace<T>[] traces = new Trace[pairs.length / 2];
        for (int i = 0; i < traces.length; i++) {
            traces[i] = new Trace<>(Bytes.of((String) pairs[2 * i]), (T) pairs[2 * i + 1]);
        }
        return traces;
    }

    /// The trouble that a description without a reply speaks of; null when it names none.
    static @Nullable Trouble trouble(byte[] block, int from, int to) {
        int end = Math.min(to, from + LONGEST);
        for (var trace : TROUBLE_TRACES) {
            if (contains(block, from, end, trace.words)) {
                return trace.means;
            }
        }
        return null;
    }

    /// The stage whose command stands at `from` (`RCPT TO:<…>`, `end of data`); null when none does.
    static @Nullable Stage command(byte[] block, int from, int to) {
        for (var trace : COMMAND_TRACES) {
            if (startsWith(block, from, to, trace.words)) {
                return trace.means;
            }
        }
        return null;
    }

    /// Whether a reply code begins the text: three digits, the first from 2 to 5, then no digit and no dot of an enhanced code.
    static boolean beginsWithCode(byte[] block, int from, int to) {
        return to - from >= 3
                && block[from] >= '2'
                && block[from] <= '5'
                && Bytes.isNumber(block, from + 1, from + 3)
                && (to - from == 3 || !Bytes.isDigit(block[from + 3]) && block[from + 3] != '.');
    }

    /// Where `words` (in lower case) first stand in `[from, to)` in letters of any case.
    static boolean contains(byte[] block, int from, int to, byte[] words) {
        return find(block, from, to, words) < to;
    }

    static int find(byte[] block, int from, int to, byte[] words) {
        int last = to - words.length;
        byte first = words[0];
        for (int at = from; at <= last; at++) {
            if (lower(block[at]) == first && startsWith(block, at, to, words)) {
                return at;
            }
        }
        return to;
    }

    static boolean startsWith(byte[] block, int from, int to, byte[] words) {
        if (to - from < words.length) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (lower(block[from + i]) != words[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
