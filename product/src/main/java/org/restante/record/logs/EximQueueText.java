package org.restante.record.logs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Exim's `exim -bp`: a line for each message with its age, size, id and sender, then its recipients; those with a `D` before
/// them have been delivered to. Ages are rounded by Exim, so the arrival is as well.
final class EximQueueText {
    private static final byte[] FROZEN = Bytes.of("*** frozen ***");

    private final ListedRecipients listed;
    private final Instant taken;
    private boolean inMessage;

    EximQueueText(ListedRecipients listed, Instant taken) {
        this.listed = listed;
        this.taken = taken;
    }

    /// Whether `[from, to)` is a message's line: `25m  2.9K 1Ym1XR-000ERo-TH <sender>`.
    static boolean isMessage(byte[] in, int from, int to) {
        int unit = from;
        while (unit < to && Bytes.isDigit(in[unit])) {
            unit++;
        }
        if (unit == from || unit - from > 9 || unit + 1 >= to || age(in[unit]) == null) {
            return false;
        }
        int id = idFrom(in, unit, to);
        return idEnd(in, id, to) > id;
    }

    private static int idFrom(byte[] in, int unit, int to) {
        int size = Bytes.skipBlanks(in, unit + 1, to);
        return Bytes.skipBlanks(in, Bytes.find(in, size, to, (byte) ' '), to);
    }

    /// The end of `1Ym1XR-000ERo-TH` or, since Exim 4.97, `1qpzYx-00000002Ab3-4cDe`; `from` when none stands there.
    private static int idEnd(byte[] in, int from, int to) {
        int end = Bytes.find(in, from, to, (byte) ' ');
        int length = end - from;
        boolean hyphens =
                length == 16 && in[from + 6] == '-' && in[from + 13] == '-'
                        || length == 23 && in[from + 6] == '-' && in[from + 18] == '-';
        return hyphens ? end : from;
    }

    private static @Nullable Duration age(byte unit) {
        return switch (unit) {
            case 'm' -> Duration.ofMinutes(1);
            case 'h' -> Duration.ofHours(1);
            case 'd' -> Duration.ofDays(1);
            default -> null;
        };
    }

    void read(ListedLines lines) throws IOException {
        while (lines.next()) {
            line(lines.bytes(), lines.length);
        }
    }

    private void line(byte[] in, int to) {
        int from = Bytes.skipBlanks(in, 0, to);
        if (from == to) {
            inMessage = false;
        } else if (isMessage(in, from, to)) {
            message(in, from, to);
        } else if (inMessage) {
            recipient(in, from, to);
        } else {
            listed.unread(Bytes.text(in, 0, to));
        }
    }

    private void message(byte[] in, int from, int to) {
        int unit = from;
        while (Bytes.isDigit(in[unit])) {
            unit++;
        }
        var age = age(in[unit]);
        long count = Bytes.number(in, from, unit);
        int sizeFrom = Bytes.skipBlanks(in, unit + 1, to);
        int id = idFrom(in, unit, to);
        inMessage = true;
        listed.message(
                Bytes.text(in, id, idEnd(in, id, to)),
                age == null ? null : taken.minus(age.multipliedBy(count)),
                size(in, sizeFrom, Bytes.find(in, sizeFrom, to, (byte) ' ')),
                Bytes.contains(in, id, to, FROZEN));
    }

    /// `873`, `2.9K`, `176K`, `1.2M`.
    private static long size(byte[] in, int from, int to) {
        long scale = 1;
        int end = to;
        if (to > from && !Bytes.isDigit(in[to - 1])) {
            end--;
            scale = in[end] == 'K' ? 1 << 10 : in[end] == 'M' ? 1 << 20 : 1 << 30;
        }
        int point = Bytes.find(in, from, end, (byte) '.');
        long whole = Bytes.number(in, from, point);
        long tenths = point < end ? Bytes.number(in, point + 1, Math.min(end, point + 2)) : 0;
        return whole < 0 || whole > 1L << 30
                ? -1
                : whole * scale + Math.max(0, tenths) * scale / 10;
    }

    private void recipient(byte[] in, int from, int to) {
        boolean delivered = in[from] == 'D' && from + 1 < to && in[from + 1] == ' ';
        boolean parent = in[from] == '+' && from + 2 < to && in[from + 2] == ' ';
        if (!delivered && !parent) {
            listed.recipient(Bytes.text(in, from, to), null);
        }
    }
}
