package org.restante.insight.casefile;

import java.util.regex.Pattern;

/// Hides whom a text is about: local parts of mailboxes and the host part of addresses.
final class Mask {
    private static final Pattern MAILBOX =
            Pattern.compile(
                    "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\\u0080-\\uFFFF-]+@(?=[A-Za-z0-9\\[\\u0080-\\uFFFF])");
    private static final Pattern IPV4 =
            Pattern.compile("(?<![\\d.])(\\d{1,3}\\.\\d{1,3})\\.\\d{1,3}\\.\\d{1,3}(?![\\d.]*\\d)");
    private static final Pattern IPV6 =
            Pattern.compile(
                    "(?<![0-9A-Fa-f:])([0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}):(?:[0-9A-Fa-f]{0,4}:){1,6}[0-9A-Fa-f]{0,4}");

    private Mask() {}

    static String of(String text) {
        var masked = MAILBOX.matcher(text).replaceAll("***@");
        masked = IPV4.matcher(masked).replaceAll("$1.x.x");
        return IPV6.matcher(masked).replaceAll("$1:x");
    }
}
