package org.restante.mail.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/// A time as events are written with it, `2026-11-29T05:22:18.123Z`: read some ten times as fast as any RFC 3339 time, which is what whoever reads
/// a long journal waits for. Others are read as [Instant#parse] does.
final class WrittenTime {
    private static final int LENGTH = 24;
    private static final long DAY = 86_400;

    private WrittenTime() {}

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
