package org.restante.record.report;

import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts attempts in the order of their minutes before they are told on: files of several hosts, read one after the other,
/// cover the same time. Bounded: when too many wait, the oldest minutes are told, and what comes later for them is told late.
final class MinuteQueue {
    private static final int MOST = 4_000_000;

    /// Of a minute with room for more attempts the room is not kept.
    private static final int LARGE = 1 << 16;

    private final AttemptListener listener;
    private final int lagMinutes;
    private final TreeMap<Long, Minute> minutes = new TreeMap<>();
    private long newest = Long.MIN_VALUE;
    private long lastMinute = Long.MIN_VALUE;
    private Minute last = new Minute();
    private int waiting;

    /// One that was told and may be filled anew.
    private Minute spare = new Minute();

    /// @param lagMinutes how far behind the newest attempt a minute is held to be complete
    MinuteQueue(AttemptListener listener, int lagMinutes) {
        this.listener = listener;
        this.lagMinutes = lagMinutes;
    }

    private static final class Minute {
        int[] accepted = new int[16];
        int acceptedCount;
        int[] place = new int[8];
        @Nullable RefusalGroup[] refusal = new RefusalGroup[8];
        long[] message = new long[8];
        int refusedCount;
    }

    void accepted(long minute, int place) {
        var into = minute(minute);
        waiting++;
        if (into.acceptedCount == into.accepted.length) {
            into.accepted = Arrays.copyOf(into.accepted, into.acceptedCount * 2);
        }
        into.accepted[into.acceptedCount++] = place;
    }

    void refused(long minute, int place, RefusalGroup refusal, long message) {
        var into = minute(minute);
        waiting++;
        int at = into.refusedCount++;
        if (at == into.place.length) {
            into.place = Arrays.copyOf(into.place, at * 2);
            into.refusal = Arrays.copyOf(into.refusal, at * 2);
            into.message = Arrays.copyOf(into.message, at * 2);
        }
        into.place[at] = place;
        into.refusal[at] = refusal;
        into.message[at] = message;
    }

    private Minute minute(long minute) {
        if (minute != lastMinute) {
            if (minute > newest) {
                newest = minute;
                tellUpTo(minute - lagMinutes);
            }
            if (waiting > MOST) {
                tellUpTo(minutes.firstKey() + Math.max(1, (newest - minutes.firstKey()) / 4));
            }
            last = minutes.computeIfAbsent(minute, ignored -> fresh());
            lastMinute = minute;
        }
        return last;
    }

    private Minute fresh() {
        var fresh = spare;
        spare = new Minute();
        return fresh;
    }

    private void tellUpTo(long minute) {
        while (!minutes.isEmpty() && minutes.firstKey() <= minute) {
            var entry = minutes.pollFirstEntry();
            tell(entry.getKey(), entry.getValue());
            if (entry.getKey() == lastMinute) {
                lastMinute = Long.MIN_VALUE;
            }
        }
    }

    private void tell(long number, Minute minute) {
        if (minute.acceptedCount > 0) {
            listener.accepted(number, minute.accepted, minute.acceptedCount);
        }
        for (int i = 0; i < minute.refusedCount; i++) {
            listener.attempt(number, minute.place[i], minute.refusal[i], minute.message[i]);
        }
        waiting -= minute.acceptedCount + minute.refusedCount;
        Arrays.fill(minute.refusal, 0, minute.refusedCount, null);
        minute.acceptedCount = 0;
        minute.refusedCount = 0;
        if (minute.accepted.length <= LARGE) {
            spare = minute;
        }
        listener.complete(number);
    }

    /// The minutes up to this one are complete, and the listener is told even if nothing happened in them.
    void passed(long minute) {
        if (minutes.isEmpty() || minutes.firstKey() <= minute) {
            tellUpTo(minute);
        }
        listener.complete(minute);
    }

    void finish() {
        tellUpTo(Long.MAX_VALUE);
    }
}
