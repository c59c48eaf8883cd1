package org.restante.record.logs;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/// Reads the times of log lines in place. A log stays on one day for many lines, so the day's beginning is kept with the
/// bytes it was read from, and a line costs a comparison and the clock's six digits. After each reading [#end] is where the
/// time ended. One object serves one thread.
final class Timestamps {
    static final long NONE = Long.MIN_VALUE;
    private static final long MONTHS_MASK = 0xFFFFFFL;
    private static final long CLASSIC_DAY = 0x00FFFFFFFFFFFFFFL;
    private static final long DAY_MS = 86_400_000L;

    private final ZoneRules zone;
    private final LocalDateTime latest;

    /// Where the time last read ended.
    int end;

    private long classicKey;
    private final Day classicDay = new Day();
    private long isoKey;
    private int isoTail;
    private final Day isoDay = new Day();
    private int offsetKey;
    private long offsetMs;

    Timestamps(LogContext context) {
        zone = context.zone().getRules();
        latest = LocalDateTime.ofInstant(context.reference(), context.zone()).plusDays(1);
    }

    /// A day's beginning on the clock of UTC, and the zone's offset where it does not change within the day.
    private final class Day {
        private long utcMs = NONE;
        private boolean steady;
        private long zoneMs;

        boolean set(int year, int month, int day) {
            utcMs = NONE;
            try {
                var date = LocalDate.of(year, month, day);
                var first = zone.getOffset(date.atStartOfDay());
                steady =
                        zone.getValidOffsets(date.atStartOfDay()).size() == 1
                                && first.equals(zone.getOffset(date.atTime(LocalTime.MAX)));
                zoneMs = first.getTotalSeconds() * 1000L;
                utcMs = date.toEpochDay() * DAY_MS;
                return true;
            } catch (DateTimeException e) {
                return false;
            }
        }

        long local(long clockMs) {
            if (steady) {
                return utcMs + clockMs - zoneMs;
            }
            var wall = LocalDateTime.ofEpochSecond((utcMs + clockMs) / 1000, 0, ZoneOffset.UTC);
            return utcMs + clockMs - zone.getOffset(wall).getTotalSeconds() * 1000L;
        }
    }

    /// `Nov 20 00:00:01`, the day padded with a blank or a zero or not at all, a fraction after it, the year before or after
    /// the clock where there is one.
    long classic(byte[] block, int from, int to) {
        if (from + 15 > to) {
            return NONE;
        }
        long key = Bytes.longAt(block, from) & CLASSIC_DAY;
        if (key == classicKey) {
            long clock = clock(block, from + 7, to);
            if (clock >= 0 && !yearFollows(block, end, to)) {
                return classicDay.local(clock);
            }
        }
        return freshClassic(block, from, to, key);
    }

    private long freshClassic(byte[] block, int from, int to, long key) {
        int month = month(block, from);
        if (month == 0 || block[from + 3] != ' ') {
            return NONE;
        }
        int at = Bytes.skipBlanks(block, from + 3, to);
        int dayEnd = Bytes.find(block, at, to, (byte) ' ');
        int day = small(block, at, dayEnd);
        at = Bytes.skipBlanks(block, dayEnd, to);
        int year = yearFollows(block, at - 1, to) ? small(block, at, at + 4) : -1;
        long clock = clock(block, year < 0 ? at : at + 5, to);
        if (day < 1 || clock < 0) {
            return NONE;
        }
        if (year < 0 && yearFollows(block, end, to)) {
            year = small(block, end + 1, end + 5);
            end += 5;
        }
        if (!classicDay.set(year < 0 ? yearOf(month, day) : year, month, day)) {
            classicKey = 0;
            return NONE;
        }
        classicKey = year < 0 && at == from + 7 ? key : 0;
        return classicDay.local(clock);
    }

    /// Whether ` 20xx ` stands at `at`.
    private static boolean yearFollows(byte[] block, int at, int to) {
        return at + 5 < to
                && block[at] == ' '
                && (block[at + 1] == '2' && block[at + 2] == '0'
                        || block[at + 1] == '1' && block[at + 2] == '9')
                && Bytes.isNumber(block, at + 3, at + 5)
                && block[at + 5] == ' ';
    }

    /// The last year in which the day is not after the reference.
    private int yearOf(int month, int day) {
        int year = latest.getYear();
        if (month > latest.getMonthValue()
                || month == latest.getMonthValue() && day > latest.getDayOfMonth()) {
            year--;
        }
        while (month == 2 && day == 29 && !java.time.Year.isLeap(year)) {
            year--;
        }
        return year;
    }

    /// `2026-11-20T00:00:01.123456+01:00`: a blank for the `T`, a fraction and the offset (`Z`, `+0100`, `+01`, ` +0100`,
    /// ` UTC`) where there are any; without one the log's zone.
    long iso(byte[] block, int from, int to) {
        if (from + 19 > to) {
            return NONE;
        }
        long key = Bytes.longAt(block, from);
        int tail = block[from + 8] << 8 | block[from + 9];
        if ((key != isoKey || tail != isoTail) && !freshIso(block, from, key, tail)) {
            return NONE;
        }
        byte between = block[from + 10];
        if (between != ' ' && between != 'T' && between != '_') {
            return NONE;
        }
        long clock = clock(block, from + 11, to);
        if (clock < 0) {
            return NONE;
        }
        long offset = offset(block, end, to);
        return offset == NONE ? isoDay.local(clock) : isoDay.utcMs + clock - offset;
    }

    private boolean freshIso(byte[] block, int from, long key, int tail) {
        isoKey = 0;
        byte dash = block[from + 4];
        if (dash != '-' && dash != '/' || block[from + 7] != dash) {
            return false;
        }
        int year = small(block, from, from + 4);
        if (year < 1970
                || !isoDay.set(
                        year,
                        small(block, from + 5, from + 7),
                        small(block, from + 8, from + 10))) {
            return false;
        }
        isoKey = key;
        isoTail = tail;
        return true;
    }

    /// `11/20/2026 00:00:01`, with an offset or in the log's zone.
    long american(byte[] block, int from, int to) {
        if (from + 19 > to
                || block[from + 2] != '/'
                || block[from + 5] != '/'
                || block[from + 10] != ' ') {
            return NONE;
        }
        isoKey = 0;
        int year = small(block, from + 6, from + 10);
        if (year < 1970
                || !isoDay.set(
                        year, small(block, from, from + 2), small(block, from + 3, from + 5))) {
            return NONE;
        }
        long clock = clock(block, from + 11, to);
        if (clock < 0) {
            return NONE;
        }
        long offset = offset(block, end, to);
        return offset == NONE ? isoDay.local(clock) : isoDay.utcMs + clock - offset;
    }

    /// Seconds since the epoch, with a fraction or without: `1763596801.123`; milliseconds or microseconds without one.
    long unix(byte[] block, int from, int to) {
        int at = from;
        while (at < to && at - from < 17 && Bytes.isDigit(block[at])) {
            at++;
        }
        long number = Bytes.number(block, from, at);
        end = at;
        return switch (at - from) {
            case 9, 10, 11 -> number * 1000 + fraction(block, to);
            case 13 -> number;
            case 16 -> number / 1000;
            default -> NONE;
        };
    }

    /// `HH:MM:SS` and a fraction, as milliseconds since midnight; -1 when it is none.
    private long clock(byte[] block, int from, int to) {
        if (from + 8 > to) {
            return -1;
        }
        long digits = Bytes.longAt(block, from) ^ 0x30303A30303A3030L;
        if (((digits + 0x7676767676767676L) & 0x8080808080808080L) != 0
                || (digits & 0x0000FF0000FF0000L) != 0) {
            return -1;
        }
        int hour = (int) (digits & 15) * 10 + (int) (digits >>> 8 & 15);
        int minute = (int) (digits >>> 24 & 15) * 10 + (int) (digits >>> 32 & 15);
        int second = (int) (digits >>> 48 & 15) * 10 + (int) (digits >>> 56 & 15);
        if (hour > 23 || minute > 59 || second > 60) {
            return -1;
        }
        end = from + 8;
        return ((hour * 60L + minute) * 60 + second) * 1000 + fraction(block, to);
    }

    /// The fraction at [#end], in milliseconds; moves the end behind it.
    private long fraction(byte[] block, int to) {
        if (end + 1 >= to
                || block[end] != '.' && block[end] != ','
                || !Bytes.isDigit(block[end + 1])) {
            return 0;
        }
        long ms = 0;
        int scale = 100;
        for (end++; end < to && Bytes.isDigit(block[end]); end++) {
            ms += scale * (block[end] - '0');
            scale /= 10;
        }
        return ms;
    }

    /// The offset from UTC at `at` in milliseconds; moves the end behind it.
    private long offset(byte[] block, int at, int to) {
        if (at >= to) {
            return NONE;
        }
        byte first = block[at];
        if (first == 'Z') {
            end = at + 1;
            return 0;
        }
        if (first == ' ') {
            return spacedOffset(block, at, to);
        }
        return first == '+' || first == '-' ? signedOffset(block, at, to) : NONE;
    }

    private long spacedOffset(byte[] block, int at, int to) {
        if (at + 5 < to && (block[at + 1] == '+' || block[at + 1] == '-')) {
            return signedOffset(block, at + 1, to);
        }
        boolean named =
                at + 4 <= to
                        && (Bytes.startsWith(block, at + 1, to, UTC)
                                || Bytes.startsWith(block, at + 1, to, GMT));
        if (!named || at + 4 < to && block[at + 4] != ' ') {
            return NONE;
        }
        end = at + 4;
        return 0;
    }

    private static final byte[] UTC = Bytes.of("UTC");
    private static final byte[] GMT = Bytes.of("GMT");

    private long signedOffset(byte[] block, int at, int to) {
        if (at + 5 <= to && Bytes.intAt(block, at + 1) == offsetKey && block[at] == '+') {
            end = at + 5;
            return offsetMs;
        }
        if (at + 3 > to || !Bytes.isNumber(block, at + 1, at + 3)) {
            return NONE;
        }
        int hours = small(block, at + 1, at + 3);
        int minutesAt = at + 3 < to && block[at + 3] == ':' ? at + 4 : at + 3;
        boolean minutes = minutesAt + 2 <= to && Bytes.isNumber(block, minutesAt, minutesAt + 2);
        end = minutes ? minutesAt + 2 : at + 3;
        long ms = (hours * 60L + (minutes ? small(block, minutesAt, minutesAt + 2) : 0)) * 60_000;
        if (minutes && minutesAt == at + 3 && block[at] == '+') {
            offsetKey = Bytes.intAt(block, at + 1);
            offsetMs = ms;
        }
        return block[at] == '-' ? -ms : ms;
    }

    /// The number of the month whose English abbreviation begins at `at`, 0 when none does.
    static int month(byte[] block, int at) {
        int letters =
                (block[at] & 0xFF) | (block[at + 1] & 0xFF) << 8 | (block[at + 2] & 0xFF) << 16;
        for (int month = 0; month < 12; month++) {
            if (MONTHS[month] == (letters & MONTHS_MASK)) {
                return month + 1;
            }
        }
        return 0;
    }

    private static final long[] MONTHS = new long[12];

    static {
        var names = Bytes.of("JanFebMarAprMayJunJulAugSepOctNovDec");
        for (int i = 0; i < 12; i++) {
            MONTHS[i] = names[3 * i] | names[3 * i + 1] << 8 | names[3 * i + 2] << 16;
        }
    }

    private static int small(byte[] block, int from, int to) {
        return to - from > 4 ? -1 : (int) Bytes.number(block, from, to);
    }
}
