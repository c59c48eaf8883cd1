package org.restante.record.logs;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Postfix' `postqueue -p` and `mailq`: a line for each message, the reasons in parentheses before the recipients they are
/// for, a blank line between messages. An asterisk after a queue id means active, `!` on hold, `#` expired by hand.
final class PostqueueText {
    private static final byte[] HEADING = Bytes.of("Queue ID-");
    private static final byte[] EMPTY = Bytes.of("Mail queue is empty");
    private static final byte[] REQUESTS = Bytes.of("-- ");
    private static final byte[] IN = Bytes.of(" in ");
    private static final byte[] UNAVAILABLE = Bytes.of("reason unavailable");

    private final ListedRecipients listed;
    private final Timestamps times;
    private boolean inMessage;
    private @Nullable String reason;

    PostqueueText(ListedRecipients listed, LogContext context) {
        this.listed = listed;
        times = new Timestamps(context);
    }

    /// Whether such a listing begins with this line.
    static boolean begins(byte[] in, int from, int to) {
        return from < to
                && (in[from] == '-' && Bytes.contains(in, from, Math.min(to, from + 20), HEADING)
                        || Bytes.equal(in, from, to, EMPTY));
    }

    void read(ListedLines lines) throws IOException {
        while (lines.next()) {
            line(lines.bytes(), lines.length);
        }
    }

    private void line(byte[] in, int to) {
        int from = Bytes.skipBlanks(in, 0, to);
        if (from == to || begins(in, from, to)) {
            inMessage = false;
        } else if (Bytes.startsWith(in, 0, to, REQUESTS)) {
            total(in, to);
        } else if (in[from] == '(' && inMessage) {
            reason = reason(in, from, to);
        } else if (from == 0) {
            message(in, to);
        } else if (inMessage) {
            listed.recipient(Bytes.text(in, from, to), reason);
        } else {
            listed.unread(Bytes.text(in, 0, to));
        }
    }

    private static @Nullable String reason(byte[] in, int from, int to) {
        int end = in[to - 1] == ')' ? to - 1 : to;
        return Bytes.equal(in, from + 1, end, UNAVAILABLE) ? null : Bytes.text(in, from + 1, end);
    }

    /// `4F1A2B3C4D*    4387 Mon Feb 24 13:35:18  sender@example.test`.
    private void message(byte[] in, int to) {
        inMessage = false;
        reason = null;
        int idEnd = Bytes.find(in, 0, to, (byte) ' ');
        int marks = idEnd;
        while (marks > 0 && "*!#".indexOf(in[marks - 1]) >= 0) {
            marks--;
        }
        int sizeFrom = Bytes.skipBlanks(in, idEnd, to);
        int sizeEnd = Bytes.find(in, sizeFrom, to, (byte) ' ');
        long size = Bytes.number(in, sizeFrom, sizeEnd);
        int weekday = Bytes.skipBlanks(in, sizeEnd, to);
        long time = weekday + 4 < to ? times.classic(in, weekday + 4, to) : Timestamps.NONE;
        if (size < 0 || marks == 0 || time == Timestamps.NONE) {
            listed.unread(Bytes.text(in, 0, to));
            return;
        }
        inMessage = true;
        boolean held = Bytes.find(in, marks, idEnd, (byte) '!') < idEnd;
        listed.message(Bytes.text(in, 0, marks), Instant.ofEpochMilli(time), size, held);
    }

    /// `-- 23 Kbytes in 5 Requests.`
    private void total(byte[] in, int to) {
        inMessage = false;
        int at = Bytes.find(in, 0, to, IN) + IN.length;
        if (at < to) {
            long count = Bytes.number(in, at, Bytes.find(in, at, to, (byte) ' '));
            if (count >= 0) {
                listed.announced(count);
            }
        }
    }
}
