package org.restante.insight.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// Finds incidents in counts by minute and cell. One scan serves one thread.
///
/// [#count] places attempts, [#advance] says that all attempts up to a minute are in. An attempt that comes later is still
/// placed when it is at most [#LATE_MINUTES] old; attempts of the next hour may come early.
public final class IncidentScan {
    /// How late an attempt may come and still be counted in its own minute.
    public static final int LATE_MINUTES = 45;

    private static final int EARLY_MINUTES = 60;

    /// A hole in the log that ends whatever was open.
    private static final int HOLE_MINUTES = 24 * 60;

    private static final int STAGE_BITS = 4;

    private final Books books;
    private final Seen seen = new Seen();

    /// Messages refused in sessions that had been refused for the same; null while there were none.
    private @Nullable Seen beside;

    private final Register register;
    private final Lookout lookout;
    private final Learning learning;
    private Minutes.@Nullable Minute current;
    private long start = Long.MIN_VALUE;
    private long done = Long.MIN_VALUE;
    private boolean finished;

    public IncidentScan(ScanSettings settings) {
        books = Books.blank(settings);
        register = new Register(settings, books);
        lookout = new Lookout(settings, books, register);
        learning = new Learning(books);
    }

    /// The number of a cell, for [#count]. Cells beyond the bounds of the settings share the number of "(others)".
    public int cell(Cell cell) {
        int number = books.crossings().of(cell) << STAGE_BITS;
        return cell.stage() == null ? number : atStage(number, cell.stage());
    }

    /// The number of the same cell for refusals at this stage.
    public static int atStage(int cell, Stage stage) {
        return cell >>> STAGE_BITS << STAGE_BITS | stage.ordinal() + 1;
    }

    /// One attempt.
    ///
    /// @param cause null when it was accepted
    /// @param reply id of the group of alike replies, -1 when none
    /// @param messageHash tells messages apart; 0 when unknown
    public void count(
            long epochMinute, int cell, @Nullable Cause cause, int reply, long messageHash) {
        count(epochMinute, cell, cause, reply, messageHash, 0);
    }

    /// Attempts of one minute that were accepted, of messages nothing is known of.
    ///
    /// @param cells of the attempts, in the first `count` places
    public void accepted(long epochMinute, int[] cells, int count) {
        reach(epochMinute);
        if (epochMinute <= done) {
            for (int i = 0; i < count; i++) {
                count(epochMinute, cells[i], null, -1, 0);
            }
            return;
        }
        var attempts = minute(epochMinute).attempts;
        for (int i = 0; i < count; i++) {
            attempts.add(cells[i] >>> STAGE_BITS, 1);
        }
    }

    /// One attempt in a known session: refusals of one session by one cause are evidence once, and their messages are counted beside it.
    ///
    /// @param sessionHash 0 when unknown
    public void count(
            long epochMinute,
            int cell,
            @Nullable Cause cause,
            int reply,
            long messageHash,
            long sessionHash) {
        reach(epochMinute);
        if (epochMinute < done - LATE_MINUTES) {
            return;
        }
        int crossing = cell >>> STAGE_BITS;
        long mark = messageHash == 0 ? 0 : mark(messageHash, crossing);
        if (cause == null) {
            boolean repeat = mark != 0 && seen.knows(mark);
            attempt(epochMinute, crossing, repeat, null);
            if (wasBeside(mark) && !repeat) {
                minute(epochMinute).beside().again.add(crossing, 1);
            }
            return;
        }
        if (sessionHash != 0 && seen.note(sessionHash * 31 + cause.ordinal())) {
            if (mark != 0) {
                countBeside(epochMinute, cell, cause, reply, mark);
            }
            return;
        }
        boolean before = mark != 0 && seen.note(mark);
        if (before && Family.of(cause).perMessage) {
            return;
        }
        attempt(epochMinute, crossing, before, cause);
        minute(epochMinute).refusals.add(crossing, cell & 15, cause, reply, !before);
        if (wasBeside(mark) && !before) {
            var told = minute(epochMinute).beside();
            told.again.add(crossing, 1);
            told.evident.add(crossing, cell & 15, cause, reply, true);
        }
    }

    private boolean wasBeside(long mark) {
        return beside != null && mark != 0 && beside.knows(mark);
    }

    private void countBeside(long epochMinute, int cell, Cause cause, int reply, long mark) {
        if (beside == null) {
            beside = new Seen();
        }
        if (!seen.knows(mark) && !beside.note(mark)) {
            int crossing = cell >>> STAGE_BITS;
            minute(epochMinute).beside().first.add(crossing, cell & 15, cause, reply, true);
        }
    }

    /// The first attempt says where time begins; one far ahead of the rest ends what lies behind.
    private void reach(long epochMinute) {
        if (start == Long.MIN_VALUE) {
            start = epochMinute;
            done = epochMinute - 1;
            learning.beginAt(epochMinute);
        } else if (epochMinute > done + EARLY_MINUTES) {
            advance(epochMinute - EARLY_MINUTES);
        }
    }

    /// @param repeat whether its message was refused before
    private void attempt(long epochMinute, int crossing, boolean repeat, @Nullable Cause cause) {
        var minute = minute(epochMinute);
        minute.attempts.add(crossing, 1);
        if (repeat) {
            minute.repeats.add(crossing, 1);
        }
        if (epochMinute <= done) {
            var family = cause == null ? null : Family.of(cause);
            books.minutes().late(epochMinute, crossing, repeat, family);
            for (var track : register.tracks()) {
                track.addLate(crossing, books.crossings(), epochMinute, cause);
            }
        }
    }

    /// A message is told apart by where it goes: its recipients at other receivers are other messages here.
    private long mark(long messageHash, int crossing) {
        return messageHash + 0x9E3779B97F4A7C15L * books.crossings().party[crossing];
    }

    private Minutes.Minute minute(long epochMinute) {
        var open = current;
        if (open == null || open.minute != epochMinute) {
            open = current = books.minutes().open(epochMinute);
        }
        return open;
    }

    /// Something else says that refusals of this cause and its like have become frequent, as a brake of our own does that stops who sends to
    /// dead addresses: a scope is found and believed sooner for a few minutes.
    public void alarm(long epochMinute, Cause cause) {
        lookout.alarm(Family.of(cause), epochMinute);
    }

    /// All attempts up to and including this minute are in.
    public void advance(long epochMinute) {
        if (start == Long.MIN_VALUE || epochMinute <= done) {
            return;
        }
        if (epochMinute - done > HOLE_MINUTES) {
            advance(done + HOLE_MINUTES / 2);
            done = epochMinute - HOLE_MINUTES / 2;
            learning.beginAt(done);
        }
        while (done < epochMinute) {
            done++;
            end(done);
        }
    }

    private void end(long minute) {
        var counted = books.minutes().at(minute);
        if (counted != null) {
            books.minutes().close(counted);
        }
        register.count(counted, minute);
        books.windows().endAt(minute);
        lookout.after(counted, start, minute);
        register.follow(minute);
        learning.after(minute, register.tracks());
    }

    /// The log is at its end: incidents still open stay without an end.
    public void finish() {
        if (!finished) {
            finished = true;
            register.finish();
        }
    }

    /// What opened, changed or closed since the last call, in order.
    public List<IncidentChange> changes() {
        return register.changes();
    }

    /// The incidents known of, those that are over included; the gravest first.
    public List<Incident> incidents() {
        return register.incidents();
    }
}
