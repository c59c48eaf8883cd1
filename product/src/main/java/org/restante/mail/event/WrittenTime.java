package org.restante.mail.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/// A time as events are written with it, `2026-11-29T05:22:18.123Z`: read some ten times as fast as any RFC 3339 time, which is what whoever reads
/// a long journal waits for. Others are read as [Instant#parse] does.
public final class WrittenTime {
    /// No time.
    public static final long NONE = Long.MIN_VALUE;

    private static final int LENGTH = 24;
    private static final long DAY = 86_400;

    private WrittenTime() {}

    /// The time that octets say, in milliseconds since 1970; [#NONE] where it is not written like this.
    public static long millis(byte[] octets, int from, int to) {
        if (to - from != LENGTH
                || octets[from + 4] != '-'
                || octets[from + 7] != '-'
                || octets[from + 10] != 'T'
                || octets[from + 13] != ':'
                || octets[from + 16] != ':'
                || octets[from + 19] != '.'
                || octets[from + 23] != 'Z') {
            return NONE;
        }
        int year = number(octets, from, 4);
        int month = number(octets, from + 5, 2);
        int day = number(octets, from + 8, 2);
        int hour = number(octets, from + 11, 2);
        int minute = number(octets, from + 14, 2);
        int second = number(octets, from + 17, 2);
        int millis = number(octets, from + 20, 3);
        if ((year | month | day | hour | minute | second | millis) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > YearMonth.of(year, month).lengthOfMonth()
                || hour > 23
                || minute > 59
                || second > 59) {
            return NONE;
        }
        long days = days(year, month, day);
        return (days * DAY + hour * 3_600L + minute * 60L + second) * 1_000 + millis;
    }

    /// From 1970-01-01 to a day that there is, as [LocalDate#toEpochDay] and without an object: years are counted from March, so that a leap day is a
    /// year's last.
    private static long days(int year, int month, int day) {
        int march = month > 2 ? year : year - 1;
        int era = Math.floorDiv(march, 400);
        int yearOfEra = march - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    /// Negative when it is none.
    private static int number(byte[] octets, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /// @throws DateTimeException when it is no time
    static Instant parse(String text) {
        if (text.length() != LENGTH
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(19) != '.'
                || text.charAt(23) != 'Z') {
            return Instant.parse(text);
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int millis = number(text, 20, 23);
        if ((year | month | day | hour | minute | second | millis) < 0
                || hour > 23
                || minute > 59
                || second > 59) {
            return Instant.parse(text);
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(
                days * DAY + hour * 3_600L + minute * 60L + second, millis * 1_000_000L);
    }

    /// Negative when it is none.
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
